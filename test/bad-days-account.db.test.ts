import { describe, expect, it } from "vitest"
import { replaceKey } from "@/lib/environments/keys/commands"
import { confirmRemovals } from "@/lib/sync/commands"
import { getSweep } from "@/lib/sync/queries"
import { runSweep } from "@/lib/sync/sweep/commands"
import { type BelvoSim, createBelvoSim } from "@/simulator/belvo"
import { createWorld } from "@/simulator/worlds/create-world"
import { expectTruth, sweep } from "@/test/bad-days"
import { type Place, sweepPlace } from "@/test/belvo-place"
import { makeMember, simulatorKey } from "@/test/environment"

const { signal } = new AbortController()
const firstOf = ({ sim }: Place) => [...sim.world.eachLink()][0]?.id ?? ""

async function mirrored(links: number): Promise<Place> {
  const place = await sweepPlace({ links })
  await sweep(place.ctx)
  place.sim.clearRequests()
  return place
}

/** The other account's Belvo; `secretId` where its key is another one than ours. */
function otherAccount(secretId: string = simulatorKey.secretId): BelvoSim {
  const world = createWorld("demo", { now: new Date(), links: 60, seed: 9 })
  const key = { id: secretId, password: simulatorKey.secretPassword }
  return createBelvoSim({ world, now: () => new Date(), key, limits: { enforce: false } })
}

async function decide({ ctx, member }: Place, runId: string) {
  await confirmRemovals(await member("engineer"), { runId })
  await runSweep(ctx, { signal })
  return getSweep(ctx, runId)
}

describe("a key of another Belvo account", () => {
  it("is refused in the middle of a sweep, which ends as if nobody had tried", async () => {
    const place = await mirrored(2_500)
    const secretId = "22222222-2222-4333-8444-555555555555"
    const other = otherAccount(secretId)
    const admin = {
      ...place.ctx,
      actor: await makeMember(place.db, place.ctx.environment, "admin"),
      fetch: other.fetch,
    }
    place.sim.world.setStatus(firstOf(place), "unconfirmed")
    let tried: Promise<unknown> | undefined
    const fetch: typeof globalThis.fetch = async (input, init) => {
      tried ??= replaceKey(admin, { ...simulatorKey, secretId })
      await tried
      return place.sim.fetch(input, init)
    }

    const run = await sweep({ ...place.ctx, fetch })

    expect(await tried).toEqual({ kind: "foreign" })
    expect(run).toMatchObject({ state: "completed", updated: 1, inserted: 0, removed: 0 })
    await expectTruth(place.url, place.sim.world)
  }, 60_000)

  it("that answers all the same takes no link away; back at the right one, a person lets the other's go", async () => {
    const place = await mirrored(1_200)
    const other = otherAccount()

    const foreign = await sweep({ ...place.ctx, fetch: other.fetch })

    expect(foreign).toMatchObject({ state: "needs_decision", removed: 0 })
    expect(await place.db.linkEvent.count({ where: { kind: { not: "appeared" } } })).toBe(0)
    const back = await sweep(place.ctx)
    expect(back).toMatchObject({ state: "needs_decision", removed: 0, inserted: 0, updated: 0 })
    expect(await decide(place, back.id)).toMatchObject({ state: "completed", removed: other.world.size })
    await expectTruth(place.url, place.sim.world)
  }, 60_000)
})

describe("a sandbox that was wiped", () => {
  it("takes no link away until a person has seen it; what is new is there at once", async () => {
    const place = await mirrored(80)
    const before = place.sim.world.size
    for (const { id } of [...place.sim.world.eachLink()]) place.sim.world.removeLink(id)
    for (let link = 0; link < 5; link++) place.sim.world.addLink()

    const run = await sweep(place.ctx)

    expect(run).toMatchObject({ state: "needs_decision", inserted: 5, removed: 0 })
    expect(await place.db.link.count({ where: { removedAt: null } })).toBe(before + 5)
    expect(await decide(place, run.id)).toMatchObject({ state: "completed", removed: before })
    await expectTruth(place.url, place.sim.world)
  }, 60_000)
})

describe("a wrong address, which answers 404 in HTML to everything", () => {
  it.each<[string, RegExp]>([
    ["from the first request", /./],
    ["from the question on whether a link is gone", /id__in/],
    ["from that link's own address", /^\/api\/links\/[0-9a-f-]{36}\/$/],
  ])(
    "takes no link for gone: %s",
    async (_when, path) => {
      const place = await mirrored(1_200)
      place.sim.world.removeLink(firstOf(place))
      place.sim.failNext({ kind: "html_not_found", path, times: 1_000 })

      const run = await sweep(place.ctx)

      expect(run).toMatchObject({ state: "failed", failure: { kind: "wrong_address" }, removed: 0 })
      expect(await place.db.link.count({ where: { removedAt: { not: null } } })).toBe(0)
      place.sim.clearFaults()
      expect(await sweep(place.ctx)).toMatchObject({ state: "completed", removed: 1, inserted: 0, updated: 0 })
      await expectTruth(place.url, place.sim.world)
    },
    60_000,
  )
})

describe("a list that the firewall refuses for a while, though all else is answered", () => {
  it("loses nothing, and the next sweep finds everything as it was", async () => {
    const place = await mirrored(1_200)
    place.sim.failNext({ kind: "blocked", path: "/api/links/", times: 8 })

    expect(await sweep(place.ctx)).toMatchObject({ inserted: 0, updated: 0, removed: 0 })

    place.sim.clearFaults()
    expect(await sweep(place.ctx)).toMatchObject({ state: "completed", inserted: 0, updated: 0, removed: 0 })
    await expectTruth(place.url, place.sim.world)
  }, 60_000)
})

type Body = { count: number; results: { id: string; status: string }[] }

describe("the same link on two pages", () => {
  /** A Belvo whose answer number `at` is what `spoil` makes of it. */
  const spoiling =
    ({ sim }: Place, spoil: (body: Body, at: number) => Body["results"]): typeof globalThis.fetch =>
    async (input, init) => {
      const answer = await sim.fetch(input, init)
      if (!String(input).includes("page_size=") || String(input).includes("fields=")) return answer
      const body: Body = JSON.parse(await answer.text())
      return Response.json({ ...body, results: spoil(body, sim.requests.length) })
    }

  it("in place of another, in the middle of a page: the list is read again, and none is missed", async () => {
    const place = await sweepPlace({ links: 2_500 })
    let first: Body["results"][number] | undefined
    let spoilt = 0
    const fetch = spoiling(place, ({ results }) => {
      if (!first) [first] = results
      else if (spoilt++ === 0) return results.with(500, first)
      return results
    })

    const run = await sweep({ ...place.ctx, fetch })

    expect(run).toMatchObject({ state: "completed", inserted: place.sim.world.size, removed: 0 })
    expect(await place.db.sweepPage.findMany({ distinct: ["pass"], select: { pass: true } })).toHaveLength(2)
    await expectTruth(place.url, place.sim.world)
  }, 60_000)

  it("and twice on one, in windows that each have it: it is one link with one event", async () => {
    const place = await mirrored(2_500)
    const id = firstOf(place)
    place.sim.world.setStatus(id, "token_required")
    const added = place.sim.world.addLink({ status: "invalid" })
    const both = [place.sim.world.getLink(id), added].flatMap((link) => (link ? [link] : []))
    const fetch = spoiling(place, ({ results }) => [...both, ...results, ...both])

    const run = await sweep({ ...place.ctx, fetch })

    expect(run).toMatchObject({ state: "completed", inserted: 1, updated: 1, removed: 0 })
    expect(await place.db.linkEvent.count({ where: { causeId: run.id } })).toBe(2)
    await expectTruth(place.url, place.sim.world)
  }, 60_000)
})
