import { describe, expect, it } from "vitest"
import type { BelvoLink } from "@/lib/belvo/link"
import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { applyGone, applyLinks, readLink, rereadLinks } from "@/lib/mirror/commands"
import { makeLink } from "@/lib/mirror/fixtures/links"
import { insertRun } from "@/lib/sync/runs/commands"
import { runSweep } from "@/lib/sync/sweep/commands"
import { receiveWebhook } from "@/lib/webhooks/commands"
import { rereadWaiting } from "@/lib/webhooks/rereading/commands"
import { type Place, sweepPlace } from "@/test/belvo-place"
import { compareGroups } from "@/test/duplicate-groups"

const calm = { signal: new AbortController().signal }
const statuses = ["valid", "invalid", "token_required", "unconfirmed"] as const
const pick = <T>(from: readonly T[]): T => from[Math.floor(Math.random() * from.length)] as T
const shuffled = <T>(list: readonly T[]): T[] => list.toSorted(() => Math.random() - 0.5)

/** What must hold whatever happened: counts and groups are those of the links, and the last event says each link's status. */
async function expectConsistent({ db, ctx }: Pick<Place, "db" | "ctx">) {
  const cells =
    await db.$queryRaw`SELECT institution, access_mode, status, sum(delta)::integer AS links FROM link_count_delta
    GROUP BY 1, 2, 3 HAVING sum(delta) <> 0 ORDER BY 1, 2, 3`
  const links =
    await db.$queryRaw`SELECT institution, coalesce(access_mode, '') AS access_mode, status, count(*)::integer AS links FROM link
    WHERE removed_at IS NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`
  expect(cells).toEqual(links)
  const untold = await db.$queryRaw`SELECT l.id FROM link l CROSS JOIN LATERAL (
      SELECT after FROM link_event e WHERE e.link_id = l.id AND kind IN ('appeared', 'returned', 'removed', 'status')
      ORDER BY at DESC, id DESC LIMIT 1) AS last
    WHERE last.after IS DISTINCT FROM CASE WHEN l.removed_at IS NULL THEN l.status END`
  expect(untold).toEqual([])
  const { kept, counted, misflagged } = await compareGroups(db, ctx.environment.id)
  expect(kept).toEqual(counted)
  expect(misflagged).toEqual([])
}

const workerOf = (ctx: Ctx): Ctx => ({
  ...ctx,
  actor: {
    kind: "system",
    name: "system:test",
    permissions: ["mirror:write", "keys:open", "webhooks:receive", "webhooks:process"],
  },
})

async function sweep(ctx: Ctx) {
  await record(ctx, "mirror:write", async (tx) => ({ result: await insertRun(tx, ctx, { cause: "command" }) }))
  return runSweep(ctx, calm)
}

/** Something happens to a link at Belvo, which may tell us so. */
async function live({ sim }: Place, worker: Ctx, id: string) {
  const roll = Math.random()
  if (roll < 0.15) sim.world.removeLink(id)
  else if (roll < 0.3) sim.world.addLink({ status: pick(statuses) })
  else sim.world.setStatus(id, pick(statuses))
  const said = {
    webhook_type: "LINK",
    webhook_code: "invalid_credentials",
    link_id: id,
    request_id: crypto.randomUUID(),
  }
  if (Math.random() < 0.5) await receiveWebhook(worker, { body: new TextEncoder().encode(JSON.stringify(said)) })
  await new Promise((resolve) => setTimeout(resolve, 5))
}

describe("writers of the mirror", () => {
  it("do not wait for each other in a circle, whatever the order of what they bring", async () => {
    const { ctx, db } = await sweepPlace()
    const links = Array.from({ length: 120 }, () => makeLink())
    const logins = [null, ...Array.from({ length: 40 }, (_, place) => `login-${place}`)]
    const system = workerOf(ctx)
    const seenBy = (writer: number, round: number): BelvoLink[] =>
      shuffled(links)
        .slice(0, 80)
        .map((link) => ({
          ...link,
          status: pick(statuses),
          refreshRate: pick(["6h", "24h", "7d"]),
          externalId: `usr_${writer}_${round}`,
          institutionUserId: pick(logins),
        }))
    let clock = Date.parse("2026-03-01T00:00:00Z")
    const writer = async (number: number) => {
      for (let round = 0; round < 12; round++) {
        clock += 1 + Math.floor(Math.random() * 50)
        const observedAt = new Date(clock - Math.floor(Math.random() * 40))
        const cause = number % 4 === 0 ? "sweep" : "live"
        if (number % 5 === 4)
          await applyGone(system, {
            ids: seenBy(number, round)
              .slice(0, 20)
              .map(({ id }) => id),
            observedAt,
            cause,
          })
        else await applyLinks(system, { links: seenBy(number, round), observedAt, cause })
      }
    }
    await Promise.all(Array.from({ length: 8 }, (_, number) => writer(number)))
    await expectConsistent({ db, ctx })
  }, 60_000)

  it("make one group of two links of a login that are first seen, and one of what is left, at the same moment", async () => {
    const { ctx, db } = await sweepPlace()
    const system = workerOf(ctx)
    for (let round = 0; round < 20; round++) {
      const twins = [makeLink(), makeLink(), makeLink()].map((link) => ({
        ...link,
        institutionUserId: `login-${round}`,
      }))
      const seen = (link: BelvoLink) =>
        applyLinks(system, { links: [link], observedAt: new Date(round * 9_000), cause: "live" })
      await Promise.all(twins.map(seen))
      expect(await db.duplicateGroup.findMany({ where: { institutionUserId: `login-${round}` } })).toMatchObject([
        { members: 3 },
      ])
      const gone = ({ id }: BelvoLink) =>
        applyGone(system, { ids: [id], observedAt: new Date(round * 9_000 + 1), cause: "live" })
      await Promise.all(twins.slice(round % 2).map(gone))
    }
    expect(await db.duplicateGroup.count()).toBe(0)
    await expectConsistent({ db, ctx })
  })

  it("end with what Belvo says, while sweeps, webhooks and live reads run and links come, change and go", async () => {
    const place = await sweepPlace({ links: 1_500 })
    const { ctx, db, sim } = place
    const worker = workerOf(ctx)
    const member = await place.member("support")
    const ids = () => [...sim.world.eachLink()].map(({ id }) => id)
    let over = false
    const until = async (step: () => Promise<unknown>) => {
      while (!over) await step()
    }
    const sweeps = async () => {
      for (let round = 0; round < 2; round++) expect(await sweep(ctx)).toMatchObject({ state: "completed" })
      over = true
    }
    const read = () => readLink(member, { linkId: pick(ids()), priority: "member", cause: "live" })
    const bundle = () =>
      rereadLinks(worker, { linkIds: shuffled(ids()).slice(0, 100), priority: "webhook", cause: "webhook" })
    await Promise.all([
      sweeps(),
      until(() => live(place, worker, pick(ids()))),
      until(read),
      until(read),
      until(bundle),
      until(() => rereadWaiting(worker, calm)),
    ])

    await rereadWaiting(worker, calm)
    await sweep(ctx)
    const atBelvo = [...sim.world.eachLink()].map(({ id, status }) => ({ id, status }))
    const mirrored = await db.link.findMany({ where: { removedAt: null }, select: { id: true, status: true } })
    const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
    expect(mirrored.toSorted(byId)).toEqual(atBelvo.toSorted(byId))
    expect(await db.webhookEvent.count({ where: { state: "waiting" } })).toBe(0)
    await expectConsistent(place)
  }, 120_000)
})
