import { expect, it } from "vitest"
import { getMeasured } from "@/lib/recovery/campaigns/measuring/queries"
import { getCampaignProgress } from "@/lib/recovery/campaigns/progress/queries"
import { brokenLink, campaignWorld } from "@/test/campaigns"

it("counts who was sent an address, without those whose link worked before their turn, and says of all else that it has changed", async () => {
  const { ctx, db, observe, draft, matching, start, make, drive, tell } = await campaignWorld()
  const links = Array.from({ length: 20 }, () => brokenLink())
  await observe(links)
  const id = await draft(matching("status=invalid"), { waveMinutes: 0, heldOutPercent: 10 })
  await start(id)
  const { heldOut } = await getMeasured(ctx, { campaignId: id })
  const all = 20 - heldOut.members
  const begun = await getCampaignProgress(ctx, { id })
  expect(begun).toMatchObject({ over: false, steps: [{ name: "sent", done: 0, total: all }] })
  const asked = await db.campaignMember.findFirst({ where: { campaignId: id, wave: { gt: 0 } } })
  const worksAgain = links.filter((link) => link.id === asked?.linkId)
  await observe(worksAgain.map((link) => ({ ...link, status: "valid" })))
  await make(id)
  const made = await getCampaignProgress(ctx, { id })
  expect(made).toMatchObject({ over: false, steps: [{ name: "sent", done: all - 1, total: all - 1 }] })
  expect(await getCampaignProgress(ctx, { id })).toEqual(made)
  await tell(id, "opened", links.map((link) => link.id).slice(0, 19))
  await drive()
  const opened = await getCampaignProgress(ctx, { id })
  expect(opened.steps).toEqual(made.steps)
  expect(opened.rest).not.toBe(made.rest)
})
