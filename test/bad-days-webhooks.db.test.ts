import { expect, it } from "vitest"
import type { Ctx } from "@/lib/ctx"
import type { Permission } from "@/lib/permissions"
import { receiveWebhook } from "@/lib/webhooks/commands"
import { rereadWaiting } from "@/lib/webhooks/rereading/commands"
import { createRandom, type Random } from "@/simulator/random"
import { expectTruth, isTorture, sweep } from "@/test/bad-days"
import { type Place, sweepPlace } from "@/test/belvo-place"

const { signal } = new AbortController()
const statuses = ["valid", "invalid", "token_required", "unconfirmed"] as const

const as = (ctx: Ctx, permissions: readonly Permission[]): Ctx => ({
  ...ctx,
  actor: { kind: "system", name: "system:test", permissions },
})
const reread = (ctx: Ctx) => rereadWaiting(as(ctx, ["webhooks:process", "mirror:write", "keys:open"]), { signal })

/** What Belvo says of a link for the `nth` time; the same number is the same webhook. */
const say = (ctx: Ctx, linkId: string, nth: number) =>
  receiveWebhook(as(ctx, ["webhooks:receive"]), {
    body: new TextEncoder().encode(
      JSON.stringify({
        webhook_id: "aadf41a1fc8e4f79a49f7f04027ac999",
        webhook_type: "LINK",
        webhook_code: nth % 2 === 0 ? "invalid_credentials" : "token_required",
        link_id: linkId,
        request_id: `4363b08b-51eb-4350-9c74-${String(nth).padStart(12, "0")}`,
        data: {},
      }),
    ),
  })

function shuffled<T>(list: readonly T[], random: Random): T[] {
  const keyed = list.map((one) => ({ one, key: random.below(1_000_000_000) }))
  return keyed.toSorted((a, b) => a.key - b.key).map(({ one }) => one)
}

async function mirrored(links: number): Promise<Place & { ids: string[] }> {
  const place = await sweepPlace({ links })
  await sweep(place.ctx)
  const ids = [...place.sim.world.eachLink()].map(({ id }) => id)
  return { ...place, ids }
}

/** Webhooks that are stored twice, or not yet answered by a reading. */
const unsettled = ({ db }: Place) => db.$queryRaw`
  SELECT link_id, request_id FROM webhook_event GROUP BY 1, 2 HAVING count(*) > 1 OR bool_or(state <> 'processed')`

const burst = isTorture ? 10_000 : 2_000

it(
  `a burst of ${burst} webhooks, each five times and in no order, during a sweep`,
  async () => {
    const place = await mirrored(2_500)
    const { world } = place.sim
    const random = createRandom(7)
    const broken = place.ids.slice(0, burst / 5)
    for (const id of broken) world.setStatus(id, world.getLink(id)?.status === "invalid" ? "token_required" : "invalid")
    const told = broken.flatMap((id, nth) => Array.from({ length: 5 }, () => ({ id, nth })))

    const [answers, run] = await Promise.all([
      Promise.all(shuffled(told, random).map(({ id, nth }) => say(place.ctx, id, nth))),
      sweep(place.ctx),
      reread(place.ctx),
    ])
    await reread(place.ctx)

    expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(broken.length)
    expect(run).toMatchObject({ state: "completed", removed: 0 })
    expect(await place.db.webhookEvent.count()).toBe(broken.length)
    expect(await place.db.webhookEvent.count({ where: { repeats: 4 } })).toBe(broken.length)
    expect(await unsettled(place)).toEqual([])
    expect(await place.db.reread.count()).toBe(0)
    expect(await place.db.linkEvent.count({ where: { kind: "status" } })).toBe(broken.length)
    await expectTruth(place.url, world)
  },
  isTorture ? 300_000 : 90_000,
)

it.each(isTorture ? [1, 2, 3] : [1])(
  "webhooks that come five times and late while their links go on changing under a sweep (%i)",
  async (seed) => {
    const place = await mirrored(3_500)
    const { world } = place.sim
    const random = createRandom(seed)
    const said: { id: string; nth: number; left: number }[] = []
    const deliveries: Promise<unknown>[] = []
    const deliver = (most: number) => {
      for (const one of shuffled(
        said.filter(({ left }) => left > 0),
        random,
      ).slice(0, most)) {
        one.left--
        deliveries.push(say(place.ctx, one.id, one.nth))
      }
    }
    const fetch: typeof globalThis.fetch = async (input, init) => {
      for (let change = 0; change < 20; change++) {
        const id = place.ids[random.below(200)] ?? ""
        world.setStatus(id, statuses[random.below(statuses.length)] ?? "valid")
        said.push({ id, nth: said.length, left: 5 })
      }
      deliver(60)
      return place.sim.fetch(input, init)
    }
    const ctx = { ...place.ctx, fetch }

    const [run] = await Promise.all([sweep(ctx), reread(ctx), reread(ctx)])
    deliver(said.length)
    while (said.some(({ left }) => left > 0)) deliver(said.length)
    await Promise.all(deliveries)
    await reread(place.ctx)

    expect(run).toMatchObject({ state: "completed", inserted: 0, removed: 0 })
    expect(await place.db.webhookEvent.count()).toBe(said.length)
    expect(await unsettled(place)).toEqual([])
    await expectTruth(place.url, world)
  },
  60_000,
)
