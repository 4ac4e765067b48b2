import { expect, it } from "vitest"
import type { Ctx } from "@/lib/ctx"
import { openBelvo } from "@/lib/environments/commands"
import { applyLinks } from "@/lib/mirror/commands"
import { addDays, dayMs, toDay } from "@/lib/time"
import { createRecoveryPlay } from "@/scripts/seed/recovery"
import type { Stage } from "@/scripts/seed/stage"
import { createBelvoSim } from "@/simulator/belvo"
import { createWorld } from "@/simulator/worlds/create-world"
import { simulatorKey, systemActor } from "@/test/environment"
import { testWorld } from "@/test/world"

const present = new Date("2026-03-14T15:30:00Z")
const days = 12

/** Belvo as it was when the play begins, which the mirror knows already. */
async function stageOf() {
  let clock = new Date(present.getTime() - days * dayMs)
  const world = createWorld("demo", { now: clock, links: 160 })
  const key = { id: simulatorKey.secretId, password: simulatorKey.secretPassword }
  const { fetch } = createBelvoSim({ world, now: () => clock, key, limits: { enforce: false } })
  const { ctx: engineer, db, as } = await testWorld({ role: "engineer", fetch })
  await as("support")
  await as("admin")
  const actor = systemActor(["mirror:write", "keys:open", "links:read"])
  const ctx: Ctx = { ...engineer, actor, now: () => clock, seeded: true }
  const setClock = (at: Date) => {
    clock = at
  }
  const stage: Stage = { ctx, world, present, setClock, repaired: new Set() }
  await mirrorAll(stage)
  return { db, stage }
}

async function mirrorAll({ ctx }: Stage) {
  const { items } = await (await openBelvo(ctx, "sweep")).listLinkTexts({ pageSize: 1_000 })
  await applyLinks(ctx, { links: items.map((item) => item.link()), observedAt: ctx.now(), cause: "sweep" })
}

/** One link each of some banks, long after the first campaign has asked. */
async function breakSome(stage: Stage) {
  const valid = [...stage.world.eachLink()].filter(({ id, status }) => status === "valid" && !stage.repaired.has(id))
  const banks = [...Map.groupBy(valid, ({ institution }) => institution).values()]
  for (const [link] of banks.slice(0, 12)) if (link) stage.world.setStatus(link.id, "invalid")
  await mirrorAll(stage)
}

it("plays ten days of recovery: campaigns whose customers repair their links, an agent's addresses, a batch", async () => {
  const { db, stage } = await stageOf()
  const play = await createRecoveryPlay(stage)
  for (let left = days; left > 0; left--) {
    if (left === 2) await breakSome(stage)
    await play?.day(addDays(toDay(present), 1 - left), left)
  }
  await play?.end()

  const [first, second] = await db.campaign.findMany({ orderBy: { createdAt: "asc" } })
  const addresses = await db.repairAddress.findMany({ select: { campaignId: true, state: true } })
  const statesOf = (campaignId: string | null | undefined) =>
    addresses.filter((one) => one.campaignId === campaignId).map(({ state }) => state)
  expect([first?.state, second?.state]).toEqual(["ended", "running"])
  expect(statesOf(first?.id)).toEqual(expect.arrayContaining(["repaired", "expired"]))
  expect(statesOf(first?.id)).not.toContain("open")
  expect(statesOf(second?.id)).toContain("open")
  expect(statesOf(null)).toHaveLength(7)
  expect(statesOf(null)).toEqual(expect.arrayContaining(["repaired", "revoked"]))
  const repaired = await db.link.findMany({ where: { id: { in: [...stage.repaired] } }, select: { status: true } })
  expect(new Set(repaired.map(({ status }) => status))).toEqual(new Set(["valid"]))
  const items = await db.batchItem.findMany({ select: { state: true } })
  expect(new Set(items.map(({ state }) => state))).toEqual(new Set(["done", "left_out"]))
})
