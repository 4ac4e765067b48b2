import { describe, expect, it } from "vitest"
import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { getSweep, type SweepRun } from "@/lib/sync/queries"
import { insertRun } from "@/lib/sync/runs/commands"
import type { SweepKind } from "@/lib/sync/schema"
import { runSweep } from "@/lib/sync/sweep/commands"
import { addDays, type Day, toDay } from "@/lib/time"
import { createRandom } from "@/simulator/random"
import type { World } from "@/simulator/worlds/world"
import { type Place, sweepPlace } from "@/test/belvo-place"

async function sweep(ctx: Ctx, kind: SweepKind = "full"): Promise<SweepRun> {
  await record(ctx, "mirror:write", async (tx) => ({ result: await insertRun(tx, ctx, { cause: "command", kind }) }))
  const end = await runSweep(ctx, { signal: new AbortController().signal })
  if (!end) throw new Error("no sweep was claimed")
  return getSweep(ctx, end.runId)
}

const today = toDay(new Date())
const busyDay = addDays(today, -30)
const banks = [
  "erebor_mx_retail",
  "gringotts_mx_retail",
  "sat_mx_fiscal",
  "heimdall_cl_retail",
  "moria_co_fiscal",
] as const

/** So many links of each bank, all created on one day. */
function addBusyDay(world: World, day: Day, perBank: number): void {
  for (const institution of banks) {
    for (let link = 0; link < perBank; link++) world.addLink({ institution, created_at: `${day}T12:00:00.000000Z` })
  }
}

const lists = ({ sim }: Place) => sim.requests.filter((request) => request.startsWith("GET /api/links/?"))

type Row = { id: string; status: string; externalId: string | null; accessMode: string | null }

/** The mirror holds what Belvo holds: the same links, in the same state. */
async function expectTruth({ db, sim }: Place): Promise<void> {
  const mirrored = await db.$queryRaw<Row[]>`
    SELECT id::text, status, external_id AS "externalId", access_mode AS "accessMode" FROM link WHERE removed_at IS NULL ORDER BY id`
  const truth = [...sim.world.eachLink()]
    .map(({ id, status, external_id, access_mode }) => ({
      id,
      status,
      externalId: external_id,
      accessMode: access_mode,
    }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  expect(mirrored).toEqual(truth)
}

describe("a full sweep by windows", () => {
  it("of known links asks for pages that need no second one, and little more than full ones would be", async () => {
    const place = await sweepPlace({ links: 12_000 })
    await sweep(place.ctx)
    place.sim.clearRequests()

    const run = await sweep(place.ctx)

    expect(run).toMatchObject({ state: "completed", inserted: 0, updated: 0, seen: place.sim.world.size })
    expect(lists(place).filter((request) => /[?&]page=(?!1&)/.test(request))).toEqual([])
    expect(lists(place).length).toBeLessThanOrEqual(1.25 * 12 + 2)
    await expectTruth(place)
  }, 60_000)

  it("of a mirror that knows nothing halves what is too much to page through", async () => {
    const place = await sweepPlace({ links: 21_000 })

    const run = await sweep(place.ctx)

    expect(run).toMatchObject({ state: "completed", inserted: place.sim.world.size, expected: place.sim.world.size })
    const states = await place.db.sweepWindow.groupBy({ by: ["state"], _count: true })
    expect(states.map(({ state }) => state).toSorted()).toEqual(["read", "split"])
    await expectTruth(place)
  }, 60_000)

  it("finds links of an institution that it has never seen on a day that it asks for bank by bank", async () => {
    const place = await sweepPlace()
    addBusyDay(place.sim.world, busyDay, 500)
    await sweep(place.ctx)
    place.sim.world.addLink({ institution: "atacama_cl_retail", created_at: `${busyDay}T13:00:00.000000Z` })

    const run = await sweep(place.ctx)

    expect(run).toMatchObject({ state: "completed", inserted: 1 })
    const kinds = await place.db.sweepWindow.findMany({ where: { runId: run.id, kind: "count" } })
    expect(kinds).toMatchObject([{ state: "restless" }])
    await expectTruth(place)
  }, 60_000)

  /** A link of the first window by institution that is read goes right after it. */
  const losingOne = ({ sim }: Place): typeof globalThis.fetch => {
    let gone = false
    return async (input, init) => {
      const answer = await sim.fetch(input, init)
      if (gone || !String(input).includes("institution__in") || String(input).includes("page_size=1&")) return answer
      gone = true
      const { results } = await answer.clone().json()
      sim.world.removeLink(results[0].id)
      return answer
    }
  }
  const strange = (day: Day, institution: "atacama_cl_retail" | "cafetal_co_retail" = "atacama_cl_retail") => ({
    ...{ institution, created_at: `${day}T13:00:00.000000Z` },
  })

  it("finds them though another link goes from the same days while they are read", async () => {
    const place = await sweepPlace()
    addBusyDay(place.sim.world, busyDay, 500)
    await sweep(place.ctx)
    place.sim.world.addLink(strange(busyDay))

    const run = await sweep({ ...place.ctx, fetch: losingOne(place) })

    expect(run).toMatchObject({ state: "completed", inserted: 1 })
    const counts = await place.db.sweepWindow.findMany({ where: { runId: run.id, kind: { not: "links" } } })
    expect(counts).toMatchObject([{ kind: "count", state: "restless" }])
  }, 60_000)

  it("misses them on recent days only while that happens, and never once their days are past", async () => {
    const place = await sweepPlace()
    const yesterday = addDays(today, -1)
    addBusyDay(place.sim.world, yesterday, 500)
    await sweep(place.ctx)
    place.sim.world.addLink(strange(yesterday))
    expect(await sweep({ ...place.ctx, fetch: losingOne(place) })).toMatchObject({ state: "completed", inserted: 0 })
    expect(await sweep(place.ctx)).toMatchObject({ state: "completed", inserted: 1 })

    place.sim.world.addLink(strange(yesterday, "cafetal_co_retail"))
    expect(await sweep({ ...place.ctx, fetch: losingOne(place) })).toMatchObject({ inserted: 0 })
    const now = () => new Date(Date.now() + 3 * 86_400_000)
    expect(await sweep({ ...place.ctx, now, fetch: losingOne(place) })).toMatchObject({ inserted: 1 })
    await sweep(place.ctx)
    await expectTruth(place)
  }, 60_000)

  it("reads a range whole where the firewall does not take its count", async () => {
    const place = await sweepPlace()
    addBusyDay(place.sim.world, busyDay, 500)
    await sweep(place.ctx)
    place.sim.failNext({ kind: "blocked", path: /page_size=1&fields=id/ })
    place.sim.world.addLink(strange(busyDay))

    const run = await sweep(place.ctx)

    expect(run).toMatchObject({ state: "completed", inserted: 1 })
    expect(await place.db.sweepWindow.count({ where: { runId: run.id, state: "read", kind: "links" } })).toBeLessThan(4)
    await expectTruth(place)
  }, 60_000)

  it("reads a range whole where the firewall does not take one of its filters", async () => {
    const place = await sweepPlace()
    addBusyDay(place.sim.world, busyDay, 500)
    await sweep(place.ctx)
    place.sim.failNext({ kind: "blocked", path: /institution__in/ })
    place.sim.world.setStatus([...place.sim.world.eachLink()].at(-1)?.id ?? "", "invalid")

    const run = await sweep(place.ctx)

    expect(run).toMatchObject({ state: "completed", updated: 1, removed: 0 })
    expect(await place.db.sweepWindow.count({ where: { runId: run.id, state: "blocked" } })).toBe(1)
    await expectTruth(place)
  }, 60_000)

  it.each([1, 2, 3])(
    "misses and removes nothing while links come and go between its requests (%i)",
    async (seed) => {
      const place = await sweepPlace({ links: 3_000 })
      addBusyDay(place.sim.world, busyDay, 400)
      if (seed > 1) await sweep(place.ctx)
      const { world } = place.sim
      const random = createRandom(seed)
      const before = new Set([...world.eachLink()].map(({ id }) => id))
      const fetch: typeof globalThis.fetch = async (input, init) => {
        const ids = [...world.eachLink()].map(({ id }) => id)
        world.removeLink(ids[random.below(ids.length)] ?? "")
        world.addLink(random.below(2) === 0 ? {} : { created_at: `${busyDay}T${10 + random.below(9)}:00:00.000000Z` })
        return place.sim.fetch(input, init)
      }

      const run = await sweep({ ...place.ctx, fetch })

      expect(run.state).toBe("completed")
      const mirrored = await place.db.link.findMany({ select: { id: true, removedAt: true } })
      const present = new Set(mirrored.filter(({ removedAt }) => removedAt === null).map(({ id }) => id))
      const stayed = [...world.eachLink()].map(({ id }) => id)
      expect(stayed.filter((id) => before.has(id) && !present.has(id))).toEqual([])
      const removed = mirrored.filter(({ removedAt }) => removedAt !== null).map(({ id }) => id)
      expect(removed.filter((id) => world.getLink(id))).toEqual([])
      await sweep(place.ctx)
      await expectTruth(place)
    },
    60_000,
  )

  it("dates what it sees by the database, whatever happens to the clock of its machine", async () => {
    const place = await sweepPlace({ links: 2_500 })
    let steps = 0
    const now = () => new Date(Date.now() + (steps % 2) * 3_600_000)
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const answer = await place.sim.fetch(input, init)
      steps++
      return answer
    }

    await sweep({ ...place.ctx, now, fetch })

    const [row] = await place.db.$queryRaw<{ ahead: boolean }[]>`
      SELECT max(observed_at) > clock_timestamp() AS ahead FROM link`
    expect(row?.ahead).toBe(false)
  }, 60_000)
})

type Question = { isPlain: boolean; has: (day: Day, institution: string) => boolean }

/** Belvo's firewall does not take these questions, in whatever form. */
const refusing = (place: Place, isRefused: (question: Question) => boolean): Ctx => {
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { pathname, search, searchParams } = new URL(String(input))
    const [from, before] = [searchParams.get("created_at__gte"), searchParams.get("created_at__lt")]
    const names = searchParams.get("institution__in")?.split(",")
    const has = (day: Day, institution: string) =>
      (from === null || day >= from) && (before === null || day < before) && (names?.includes(institution) ?? true)
    const isList = pathname === "/api/links/" && !searchParams.has("id__in")
    if (isList && isRefused({ isPlain: names === undefined, has })) {
      place.sim.failNext({ kind: "blocked", path: `${pathname}${search}` })
    }
    return place.sim.fetch(input, init)
  }
  return { ...place.ctx, fetch }
}

describe("a full sweep whose plain windows the firewall refuses", () => {
  const bank = "erebor_mx_retail"
  const statesOf = async ({ db }: Place, { id }: SweepRun) => {
    const windows = await db.sweepWindow.groupBy({ by: ["state"], where: { runId: id }, _count: true })
    return Object.fromEntries(windows.map(({ state, _count }) => [state, _count]))
  }

  it("asks for smaller ones, for one day by institution, and has every link", async () => {
    const place = await sweepPlace({ links: 1_200 })
    await sweep(place.ctx)
    place.sim.world.addLink({ institution: bank, created_at: `${busyDay}T13:00:00.000000Z` })
    place.sim.world.addLink({ institution: "atacama_cl_retail", created_at: `${busyDay}T14:00:00.000000Z` })

    const run = await sweep(refusing(place, ({ isPlain, has }) => isPlain && has(busyDay, bank)))

    expect(run).toMatchObject({ state: "completed", inserted: 2, removed: 0, failure: null })
    expect(await statesOf(place, run)).toMatchObject({ narrowed: expect.any(Number), read: expect.any(Number) })
    expect(await statesOf(place, run)).not.toHaveProperty("refused")
    await expectTruth(place)
  }, 60_000)

  it("fails for what is refused however small it is, says what that is, and has everything else", async () => {
    const place = await sweepPlace({ links: 1_200 })
    place.sim.world.addLink({ institution: bank, created_at: `${busyDay}T12:00:00.000000Z` })
    await sweep(place.ctx)
    const known = [...place.sim.world.eachLink()].find(
      ({ institution, created_at }) => institution === bank && created_at.startsWith(busyDay),
    )
    place.sim.world.setStatus(known?.id ?? "", "token_required")
    place.sim.world.addLink({ institution: bank, created_at: `${addDays(busyDay, 1)}T13:00:00.000000Z` })
    place.sim.world.addLink({ institution: "atacama_cl_retail", created_at: `${busyDay}T13:00:00.000000Z` })

    const run = await sweep(refusing(place, ({ has }) => has(busyDay, bank)))

    expect(run).toMatchObject({ state: "failed", inserted: 2, updated: 1, removed: 0 })
    expect(run.failure).toMatchObject({ kind: "blocked", code: "windows_refused" })
    expect(run.failure?.message).toContain(`1 windows, the first: links created from ${busyDay} to ${busyDay}, ${bank}`)
    expect(await statesOf(place, run)).toMatchObject({ refused: 1 })
    expect(await place.db.recordedDay.count()).toBe(1)
    await expectTruth(place)
  }, 60_000)

  it("gives up where nearly everything is refused", async () => {
    const place = await sweepPlace()
    const { ctx, db } = place
    const runId = await record(ctx, "mirror:write", async (tx) => ({
      result: (await insertRun(tx, ctx, { cause: "command" })) ?? "",
    }))
    const of = { environmentId: ctx.environment.id, runId, kind: "links", span: 0, expected: 0 }
    const data = Array.from({ length: 101 }, (_, id) => ({ ...of, id, state: id === 0 ? "waiting" : "narrowed" }))
    await db.sweepWindow.createMany({ data })
    place.sim.failNext({ kind: "blocked", path: "/api/links/" })

    const end = await runSweep(ctx, { signal: new AbortController().signal })

    expect(end).toMatchObject({ state: "failed", failure: { kind: "blocked", code: "http_403" } })
    expect(place.sim.requests.filter((request) => request.startsWith("GET /api/links/"))).toHaveLength(1)
  })
})

describe("a delta sweep", () => {
  const grant = ({ db }: Place, deltaRequests: number) => db.environment.updateMany({ data: { deltaRequests } })

  it("finds what is new, what broke in its slice and what has healed, within what it may ask for", async () => {
    const place = await sweepPlace({ links: 3_000 })
    await sweep(place.ctx)
    await grant(place, 8)
    const links = [...place.sim.world.eachLink()]
    const healed = links.find(({ status }) => status === "invalid")?.id ?? ""
    place.sim.world.setStatus(healed, "valid")
    const { id: added } = place.sim.world.addLink({ status: "invalid" })
    place.sim.clearRequests()

    const run = await sweep(place.ctx, "delta")

    expect(run).toMatchObject({ kind: "delta", state: "completed", inserted: 1, updated: 1, removed: 0 })
    expect(place.sim.requests.length).toBeLessThanOrEqual(10)
    expect(await place.db.link.findFirst({ where: { id: healed } })).toMatchObject({ status: "valid" })
    expect(await place.db.link.findFirst({ where: { id: added } })).toMatchObject({ status: "invalid" })
  }, 60_000)

  it("has been round after a few, and then knows every change", async () => {
    const place = await sweepPlace({ links: 6_000 })
    await sweep(place.ctx)
    await grant(place, 4)
    for (const { id, status } of [...place.sim.world.eachLink()].filter((_, at) => at % 97 === 0)) {
      place.sim.world.setStatus(id, status === "valid" ? "invalid" : "valid")
    }

    for (let round = 0; round < 8; round++) {
      expect((await sweep(place.ctx, "delta")).requests).toBeLessThanOrEqual(8)
    }

    await expectTruth(place)
  }, 60_000)

  it("removes nothing, and makes no day a recorded one", async () => {
    const place = await sweepPlace({ links: 1_200 })
    await sweep(place.ctx)
    await place.db.recordedDay.deleteMany()
    for (const { id } of [...place.sim.world.eachLink()].slice(0, 100)) place.sim.world.removeLink(id)

    const run = await sweep(place.ctx, "delta")

    expect(run).toMatchObject({ state: "completed", removed: 0, missing: 100 })
    expect(await place.db.link.count({ where: { removedAt: { not: null } } })).toBe(0)
    expect(await place.db.recordedDay.count()).toBe(0)
  }, 60_000)

  it("takes every status but valid for broken, and does without one that Belvo gives but does not document", async () => {
    const place = await sweepPlace({ links: 300 })
    const ids = [...place.sim.world.eachLink()].map(({ id }) => id)
    place.sim.world.setStatus(ids[0] ?? "", "on_hold" as never)
    await sweep(place.ctx)
    place.sim.world.setStatus(ids[0] ?? "", "valid")
    place.sim.world.setStatus(ids[1] ?? "", "token_required")
    place.sim.clearRequests()

    const run = await sweep(place.ctx, "delta")

    expect(run).toMatchObject({ state: "completed", updated: 2 })
    const asked = place.sim.requests.flatMap(
      (request) => new URL(request.slice(4), "http://a").searchParams.get("status__in") ?? [],
    )
    expect(asked).toEqual(["invalid,unconfirmed,token_required,on_hold", "invalid,unconfirmed,token_required"])
    await expectTruth(place)
  }, 60_000)
})
