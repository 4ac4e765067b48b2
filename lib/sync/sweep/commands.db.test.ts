import { setTimeout as sleep } from "node:timers/promises"
import { describe, expect, it, vi } from "vitest"
import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { applyLinks } from "@/lib/mirror/commands"
import { makeLink } from "@/lib/mirror/fixtures/links"
import { seal } from "@/lib/seal"
import { cancelSweep, confirmRemovals, declineRemovals } from "@/lib/sync/commands"
import { getSweep, listSweeps } from "@/lib/sync/queries"
import { insertRun } from "@/lib/sync/runs/commands"
import { runSweep } from "@/lib/sync/sweep/commands"
import type { PrismaClient } from "@/prisma/generated/client"
import { type Place, sweepPlace } from "@/test/belvo-place"
import { simulatorKey } from "@/test/environment"

const calm = { signal: new AbortController().signal }

const openRun = (ctx: Ctx) =>
  record(ctx, "mirror:write", async (tx) => ({ result: await insertRun(tx, ctx, { cause: "command" }) }))

async function sweep({ ctx }: Pick<Place, "ctx">) {
  await openRun(ctx)
  const end = await runSweep(ctx, calm)
  if (!end) throw new Error("no sweep was claimed")
  return getSweep(ctx, end.runId)
}

const sealedFor = ({ ctx }: Place, baseUrl: string) => ({
  baseUrl,
  sealedKey: seal(ctx.env.key, [String(ctx.environment.id), baseUrl, "1"], JSON.stringify(simulatorKey)),
})

const linksBy = (db: PrismaClient) => db.link.groupBy({ by: ["status"], _count: true, orderBy: { status: "asc" } })
const idsAtBelvo = ({ sim }: Place) => [...sim.world.eachLink()].map((link) => link.id)

/** Which row versions there are, and who wrote or locked them, in the tables that an unchanged sweep leaves alone. */
function versions(db: PrismaClient) {
  return db.$queryRaw`
    SELECT 'link' AS name, count(*), md5(string_agg(concat(ctid, xmin, xmax), ' ' ORDER BY ctid)) FROM link
    UNION ALL SELECT 'event', count(*), md5(string_agg(concat(tableoid, ctid, xmin), ' ' ORDER BY tableoid, ctid)) FROM link_event
    UNION ALL SELECT 'count', count(*), md5(string_agg(concat(ctid, xmin), ' ' ORDER BY ctid)) FROM link_count_delta
    UNION ALL SELECT 'audit', count(*), '' FROM audit_entry
    UNION ALL SELECT 'institution', count(*), md5(string_agg(concat(ctid, xmin, xmax), ' ' ORDER BY ctid)) FROM institution`
}

describe("runSweep", () => {
  it("mirrors every link, page by page, and says what it did", async () => {
    const place = await sweepPlace({ links: 2_500 })
    const run = await sweep(place)

    const atBelvo = place.sim.world.size
    expect(run).toMatchObject({ state: "completed", expected: atBelvo, seen: atBelvo, inserted: atBelvo })
    expect(run).toMatchObject({ updated: 0, unchanged: 0, removed: 0, missing: 0, failure: null })
    expect(run.requests).toBe(place.sim.requests.length)
    expect(place.sim.requests.filter((request) => request.startsWith("GET /api/links/"))).toEqual([
      "GET /api/links/?page_size=1&fields=id",
      "GET /api/links/?page=1&page_size=1000",
      "GET /api/links/?page=2&page_size=999",
      "GET /api/links/?page=3&page_size=998",
    ])
    expect(await place.db.link.count()).toBe(atBelvo)
    expect(await place.db.recordedDay.count()).toBe(1)
    expect(await place.db.institution.count()).toBeGreaterThan(0)
    const counts = await place.db
      .$queryRaw`SELECT status, sum(delta)::integer AS "_count" FROM link_count_delta GROUP BY 1 ORDER BY 1`
    expect(counts).toEqual((await linksBy(place.db)).map(({ status, _count }) => ({ status, _count })))
  })

  it("writes 0 rows to links, events, counts and audit where nothing has changed", async () => {
    const place = await sweepPlace({ links: 2_500 })
    await sweep(place)
    const before = await versions(place.db)
    place.sim.clearRequests()

    const run = await sweep(place)

    const atBelvo = place.sim.world.size
    expect(run).toMatchObject({ state: "completed", seen: atBelvo, inserted: 0, updated: 0, unchanged: atBelvo })
    expect(place.sim.requests.length).toBeLessThanOrEqual(4)
    expect(await versions(place.db)).toEqual(before)
  })

  it("tells what changed, came and went", async () => {
    const place = await sweepPlace()
    await sweep(place)
    const [changed = "", gone = ""] = idsAtBelvo(place)
    place.sim.world.setStatus(changed, "invalid")
    place.sim.world.removeLink(gone)
    const added = place.sim.world.addLink({ status: "token_required" })
    place.sim.clearRequests()

    const run = await sweep(place)

    expect(run).toMatchObject({ seen: 12, inserted: 1, removed: 1, missing: 1 })
    expect(place.sim.requests.slice(-2)).toEqual([
      `GET /api/links/?id__in=${gone}&page_size=1000`,
      `GET /api/links/${gone}/`,
    ])
    expect(await place.db.link.findFirst({ where: { id: gone } })).toMatchObject({ removedAt: expect.any(Date) })
    expect(await place.db.link.findFirst({ where: { id: added.id } })).toMatchObject({ status: "token_required" })
    const events = await place.db.linkEvent.findMany({ where: { causeId: run.id }, orderBy: { id: "asc" } })
    expect(events.map(({ linkId, kind }) => [linkId, kind])).toEqual(
      expect.arrayContaining([
        [added.id, "appeared"],
        [changed, "status"],
        [gone, "removed"],
      ]),
    )
  })

  it("reads the list again where links came while it was read, and misses none", async () => {
    const place = await sweepPlace({ links: 2_500 })
    let asked = 0
    const fetch: typeof globalThis.fetch = async (input, init) => {
      // Newest first: each new link moves one that was not read yet to a page that was.
      if (++asked === 4) place.sim.world.removeLink(idsAtBelvo(place).slice(0, 1)[0] ?? "")
      return place.sim.fetch(input, init)
    }
    const run = await sweep({ ctx: { ...place.ctx, fetch } })

    expect(run.state).toBe("completed")
    expect(await place.db.sweepPage.findMany({ distinct: ["pass"], select: { pass: true } })).toHaveLength(2)
    const mirrored = await place.db.link.findMany({ where: { removedAt: null }, select: { id: true } })
    expect(mirrored.map(({ id }) => id).toSorted()).toEqual(idsAtBelvo(place).toSorted())
  })

  it("does not take a link for gone that pages had lost but Belvo still has", async () => {
    const place = await sweepPlace()
    const link = makeLink({ id: idsAtBelvo(place)[0] ?? "" })
    await applyLinks(place.ctx, { links: [link], observedAt: new Date("2026-01-01T00:00:00Z"), cause: "live" })
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const answer = await place.sim.fetch(input, init)
      if (!String(input).includes("page_size=1000") || String(input).includes("id__in")) return answer
      const body = JSON.parse(await answer.text())
      const results = body.results.filter((one: { id: string }) => one.id !== link.id)
      return Response.json({ ...body, results, count: results.length })
    }
    const run = await sweep({ ctx: { ...place.ctx, fetch } })

    expect(run).toMatchObject({ state: "completed", removed: 0, missing: 0 })
    expect(await place.db.link.findFirst({ where: { id: link.id } })).toMatchObject({ removedAt: null })
  })

  it.each([
    ["key does not open", () => ({ keyVersion: 2 }), "key_does_not_open"],
    ["host is not allowed", (place: Place) => sealedFor(place, "https://belvo.example"), "host_not_allowed"],
  ])(
    "ends failed before its first page where the environment's %s, until the next sweep is asked for",
    async (_, change, kind) => {
      const place = await sweepPlace()
      await place.db.environment.updateMany({ data: change(place) })

      expect(await sweep(place)).toMatchObject({ state: "failed", requests: 0, failure: { kind } })
      expect(await runSweep(place.ctx, calm)).toBeNull()
    },
  )

  it("waits with the pages that it has where the key does not open half-way, and goes on once it does", async () => {
    const place = await sweepPlace({ links: 2_500 })
    const stop = new AbortController()
    const fetch: typeof globalThis.fetch = async (input, init) => {
      if (String(input).includes("page=3&")) stop.abort(new Error("told to stop"))
      return place.sim.fetch(input, init)
    }
    await openRun(place.ctx)
    await expect(runSweep({ ...place.ctx, fetch }, { signal: stop.signal })).rejects.toThrow("told to stop")
    const { keyVersion } = await place.db.environment.findFirstOrThrow()
    await place.db.environment.updateMany({ data: { keyVersion: keyVersion + 1 } })
    await expect(runSweep(place.ctx, calm)).rejects.toMatchObject({ key: "keyDoesNotOpen" })
    await place.db.environment.updateMany({ data: { keyVersion } })
    place.sim.clearRequests()

    expect(await runSweep(place.ctx, calm)).toMatchObject({ state: "completed" })
    expect(place.sim.requests[0]).toMatch(/page=[23]&/)
    expect(await place.db.link.count()).toBe(place.sim.world.size)
  })

  it("ends failed, with Belvo's words, where the key is refused half-way", async () => {
    const place = await sweepPlace({ links: 2_500 })
    place.sim.failNext({ kind: "revoked", path: /page=2/ })
    const run = await sweep(place)

    expect(run).toMatchObject({ state: "failed", seen: 1_000 })
    expect(run.failure).toMatchObject({
      kind: "unauthorized",
      code: "authentication_failed",
      requestId: expect.any(String),
    })
    expect(await place.db.link.count()).toBe(1_000)
    expect(await place.db.recordedDay.count()).toBe(0)
  })

  it("gets through errors, cut and broken answers", async () => {
    const place = await sweepPlace({ links: 2_500 })
    place.sim.failNext({ kind: "server_error", path: /page=1&/ })
    place.sim.failNext({ kind: "truncated", path: /page=2&/ })
    place.sim.failNext({ kind: "reset", path: /page=3&/ })
    const run = await sweep(place)
    expect(run).toMatchObject({ state: "completed", inserted: place.sim.world.size })
    expect(run.requests).toBe(place.sim.requests.length)
  }, 60_000)

  it("waits out a throttling, and nobody asks meanwhile", async () => {
    const place = await sweepPlace({ links: 2_500 })
    place.sim.failNext({ kind: "too_many_requests", retryAfterSeconds: 4, path: /page=2&/ })
    const startedAt = Date.now()
    expect(await sweep(place)).toMatchObject({ state: "completed", inserted: place.sim.world.size })
    expect(Date.now() - startedAt).toBeGreaterThan(4_000)
  }, 60_000)

  it("hands the run back when it is told to stop, and the next holder goes on with the page", async () => {
    const place = await sweepPlace({ links: 4_500 })
    const stop = new AbortController()
    const fetch: typeof globalThis.fetch = async (input, init) => {
      if (String(input).includes("page=4")) stop.abort(new Error("told to stop"))
      return place.sim.fetch(input, init)
    }
    await openRun(place.ctx)
    await expect(runSweep({ ...place.ctx, fetch }, { signal: stop.signal })).rejects.toThrow("told to stop")
    place.sim.clearRequests()

    const end = await runSweep(place.ctx, calm)

    const [run] = await listSweeps(place.ctx)
    expect(run).toMatchObject({ id: end?.runId, state: "completed", seen: place.sim.world.size })
    expect(place.sim.requests[0]).toMatch(/page=[234]&/)
    expect(await place.db.link.count()).toBe(place.sim.world.size)
  })

  it("takes no further place of the budget once a person has cancelled it", async () => {
    const place = await sweepPlace({ links: 21_000, requestsPer30s: 20 })
    const runId = await openRun(place.ctx)
    const ended = runSweep(place.ctx, calm)
    await vi.waitFor(async () => expect(await place.db.belvoWaiter.count()).toBeGreaterThan(1), 30_000)
    await cancelSweep(await place.member("engineer"), { runId: runId ?? "" })
    expect(await ended).toMatchObject({ state: "cancelled" })
    const asked = await place.db.belvoRequest.count()
    await vi.waitFor(async () => expect(await place.db.belvoWaiter.count()).toBe(0), 15_000)
    await sleep(4_000)
    expect(await place.db.belvoRequest.count()).toBe(asked)
  }, 60_000)

  it("marks nothing where many would go at once, until a person confirms it", async () => {
    const place = await sweepPlace({ links: 1_200 })
    await sweep(place)
    for (const id of idsAtBelvo(place).slice(0, 60)) place.sim.world.removeLink(id)

    const run = await sweep(place)
    expect(run).toMatchObject({ state: "needs_decision", missing: 60, removed: 0 })
    expect(await place.db.link.count({ where: { removedAt: { not: null } } })).toBe(0)

    const engineer = await place.member("engineer")
    await confirmRemovals(engineer, { runId: run.id })
    await expect(confirmRemovals(engineer, { runId: run.id })).rejects.toMatchObject({ code: "CONFLICT" })
    await runSweep(place.ctx, calm)

    expect(await getSweep(place.ctx, run.id)).toMatchObject({ state: "completed", removed: 60, checked: 60 })
    expect(await place.db.link.count({ where: { removedAt: { not: null } } })).toBe(60)
    expect(await place.db.auditEntry.findMany({ select: { action: true } })).toEqual([
      { action: "sweep.removals-confirmed" },
    ])
  })

  it("asks no further once it is known that a person has to decide, and for all once one has", async () => {
    const place = await sweepPlace({ links: 1_200 })
    await sweep(place)
    for (const id of idsAtBelvo(place).slice(0, 400)) place.sim.world.removeLink(id)
    place.sim.clearRequests()

    const run = await sweep(place)
    expect(run).toMatchObject({ state: "needs_decision", missing: 150, missingAtLeast: true, removed: 0 })
    expect(place.sim.requests.filter((request) => request.includes("id__in"))).toHaveLength(1)

    await confirmRemovals(await place.member("engineer"), { runId: run.id })
    await runSweep(place.ctx, calm)
    const confirmed = { state: "completed", missing: 400, missingAtLeast: false, removed: 400, checked: 400 }
    expect(await getSweep(place.ctx, run.id)).toMatchObject(confirmed)
  }, 60_000)

  it("asks for each unseen link once, also where they are more than it holds in memory", async () => {
    const place = await sweepPlace({ links: 15_400 })
    await sweep(place)
    const asked: string[] = []
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const answer = await place.sim.fetch(input, init)
      const { pathname, searchParams } = new URL(String(input))
      asked.push(...(searchParams.get("id__in")?.split(",") ?? []))
      const isList = pathname === "/api/links/" && !searchParams.has("id__in")
      return isList ? Response.json({ count: 0, next: null, previous: null, results: [] }) : answer
    }
    const run = await sweep({ ctx: { ...place.ctx, fetch } })
    expect(run).toMatchObject({ state: "completed", missing: 0, removed: 0 })
    expect(asked.toSorted()).toEqual(idsAtBelvo(place).toSorted())
  }, 90_000)

  it("asks anew after a person has declined", async () => {
    const place = await sweepPlace({ links: 1_200 })
    await sweep(place)
    for (const id of idsAtBelvo(place).slice(0, 60)) place.sim.world.removeLink(id)
    const run = await sweep(place)
    await declineRemovals(await place.member("engineer"), { runId: run.id })
    expect(await getSweep(place.ctx, run.id)).toMatchObject({ state: "declined" })
    expect(await sweep(place)).toMatchObject({ state: "needs_decision", missing: 60 })
    expect(await sweep(place)).toMatchObject({ state: "needs_decision" })
    expect((await listSweeps(place.ctx)).map(({ state }) => state)).toEqual([
      "needs_decision",
      "superseded",
      "declined",
      "completed",
    ])
  })

  it("runs once at a time", async () => {
    const place = await sweepPlace({ links: 2_500 })
    expect(await openRun(place.ctx)).toEqual(expect.any(String))
    expect(await openRun(place.ctx)).toBeNull()
    const ends = await Promise.all([runSweep(place.ctx, calm), runSweep(place.ctx, calm)])
    expect(ends.filter((end) => end !== null)).toHaveLength(1)
    expect(await listSweeps(place.ctx)).toHaveLength(1)
  })
})
