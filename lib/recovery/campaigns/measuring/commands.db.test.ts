import { expect, it } from "vitest"
import { createCampaign } from "@/lib/recovery/campaigns/commands"
import { driveCampaigns, measureCampaigns } from "@/lib/recovery/campaigns/driving/commands"
import { makeDueWaves } from "@/lib/recovery/campaigns/making/commands"
import { getMeasured } from "@/lib/recovery/campaigns/measuring/queries"
import { standardSettings } from "@/lib/recovery/campaigns/schema"
import { startCampaign } from "@/lib/recovery/campaigns/starting/commands"
import { settleSession } from "@/lib/recovery/settling/commands"
import { settleSessionJob } from "@/lib/recovery/settling/jobs"
import { reportVisit, visitAddress } from "@/lib/recovery/visits/commands"
import { twelve } from "@/simulator/worlds/twelve"
import { belvoWorld } from "@/test/belvo"
import { brokenLink, campaignWorld } from "@/test/campaigns"

it("counts what customers come to at Belvo's widget: one repairs the link, the other leaves", async () => {
  const { ctx, db, sim, advance, system } = await belvoWorld("engineer")
  const numbers = { heldOutPercent: 0, askedWithinDays: 0, waveMinutes: 0 }
  const settings = { ...standardSettings, ...numbers, name: "After the outage" }
  const choice = { kind: "ids", text: `${twelve.invalid}\n${twelve.storageOver}` } as const
  const { campaignId } = await createCampaign(ctx, { settings, choice })
  await startCampaign(ctx, { campaignId, expectedMembers: 2 })
  await makeDueWaves(system("campaigns:drive"), { campaignId, signal: new AbortController().signal })

  const visitor = system("repair:visit", "links:read", "keys:open")
  for (const { id: addressId, linkId } of await db.repairAddress.findMany()) {
    const visited = await visitAddress(visitor, { addressId, client: "203.0.113.7" })
    if (visited.kind !== "open") throw new Error(visited.kind)
    advance(30)
    const repairs = linkId === twelve.invalid
    if (repairs) sim.world.setStatus(linkId, "valid")
    const event = repairs ? "success" : "exit"
    await reportVisit(visitor, { addressId, sessionId: visited.sessionId, event, code: null })
    await settleSession(system(...settleSessionJob.permissions), { sessionId: visited.sessionId })
  }
  await driveCampaigns(system("campaigns:drive"))
  expect((await getMeasured(ctx, { campaignId })).asked).toMatchObject({
    ...{ members: 2, sent: 2, opened: 2 },
    states: { repaired: 1, gave_up: 1, untouched: 0 },
  })
})

it("is measured by its addresses alone as soon as something is told of one, and reads what its links came to with the minute", async () => {
  const { db, as, observe, draft, matching, start, make, drive, tell, measured, view, advance } = await campaignWorld()
  const links = Array.from({ length: 60 }, () => brokenLink())
  await observe(links)
  const id = await draft(matching("status=invalid"), { waveMinutes: 0, heldOutPercent: 0, stopPercent: 40 })
  await start(id)
  await make(id)
  await drive()
  const fold = await db.campaignFold.findFirstOrThrow()
  const ids = links.map((link) => link.id)
  await tell(id, "failed", ids.slice(0, 25))
  advance(5)
  await observe(links.slice(30, 33).map((link) => ({ ...link, status: "valid" })))
  await measureCampaigns(as("campaigns:drive"))
  expect((await measured(id)).asked.states).toMatchObject({ failed: 25, healed: 0 })
  expect(await view(id)).toMatchObject({ state: "paused", pause: "failures" })
  expect((await db.campaignFold.findFirstOrThrow()).eventAt).toEqual(fold.eventAt)
  await drive()
  expect((await measured(id)).asked.states).toMatchObject({ failed: 25, healed: 3 })
})
