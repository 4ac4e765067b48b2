import { describe, expect, it } from "vitest"
import { cancelBatch, confirmBatch, createBatch, pauseBatch, resumeBatch, retryBatch } from "@/lib/batches/commands"
import { expireBatches, startDueBatches } from "@/lib/batches/due/commands"
import { listItems } from "@/lib/batches/items/queries"
import { itemListParams } from "@/lib/batches/items/schema"
import { getPreview } from "@/lib/batches/preview/queries"
import { getBatchProgress } from "@/lib/batches/progress/queries"
import { findBatch } from "@/lib/batches/queries"
import { runBatch } from "@/lib/batches/running/commands"
import type { BatchDeed } from "@/lib/batches/schema"
import type { Ctx } from "@/lib/ctx"
import { linkListParams } from "@/lib/links/schema"
import { requestRefresh } from "@/lib/refreshes/commands"
import { twelve } from "@/simulator/worlds/twelve"
import { type BelvoWorld, belvoWorld } from "@/test/belvo"

const { signal } = new AbortController()
const refresh: BatchDeed = { kind: "refresh" }
const toSingle: BatchDeed = { kind: "access_mode", accessMode: "single" }
const toRecurrent: BatchDeed = { kind: "access_mode", accessMode: "recurrent" }
/** Twelve minus those that are invalid, unconfirmed or wait for a code. */
const working = [
  ...[twelve.valid, twelve.single, twelve.duplicateOlder, twelve.duplicateNewer],
  ...[twelve.openFinance, twelve.overdueMonthly, twelve.oldAndDashed],
]

const named = (ids: readonly string[]) => ({ kind: "links" as const, ids: [...ids] })
const all = (ctx: Ctx) =>
  ({ kind: "list", params: linkListParams.parse({}), expectedCount: 12, snapshotAt: ctx.now().toISOString() }) as const

const machine = ({ system }: BelvoWorld) => system("links:refresh", "batches:carry-out", "keys:open")

async function begin(world: BelvoWorld, deed: BatchDeed, ids: readonly string[]): Promise<string> {
  const { id } = await createBatch(world.ctx, { deed, selection: named(ids) })
  await confirmBatch(world.ctx, { batchId: id, confirmation: "" })
  world.sim.clearRequests()
  return id
}

async function outcomes(world: BelvoWorld, batchId: string) {
  const rows = await world.db.batchItem.findMany({ where: { batchId }, orderBy: { linkId: "asc" } })
  return Object.fromEntries(rows.map(({ linkId, state, reason }) => [linkId, reason ? `${state}: ${reason}` : state]))
}

const posts = ({ sim }: BelvoWorld) => sim.requests.filter((one) => /^(POST|PATCH)/.test(one))

describe("a draft", () => {
  it("freezes what the filter matches, and says what it leaves out and why, before anything leaves", async () => {
    const world = await belvoWorld("engineer")
    const { ctx, sim } = world
    await requestRefresh(ctx, { linkId: twelve.valid })
    sim.clearRequests()
    const { id } = await createBatch(ctx, { deed: refresh, selection: all(ctx) })

    const preview = await getPreview(ctx, { batchId: id })
    expect(preview).toMatchObject({ links: 6, consents: 1, statuses: [{ status: "valid", links: 6 }] })
    expect(Object.fromEntries(preview.leftOut.map(({ reason, links }) => [reason, links]))).toEqual({
      ...{ unconfirmed: 1, needs_repair: 4, cooling_down: 1 },
    })
    expect(await outcomes(world, id)).toMatchObject({ [twelve.valid]: "left_out: cooling_down" })
    expect(sim.requests).toEqual([])
    const page = await listItems(ctx, { batchId: id, params: itemListParams.parse({ state: "left_out" }) })
    expect([page.rows.length, page.total.count]).toEqual([6, 6])
    const named = page.rows.find(({ linkId }) => linkId === twelve.valid)
    expect(named?.externalId).toBe(sim.world.getLink(twelve.valid)?.external_id)
  })

  it("leaves out what has the mode, and what has no stored credentials", async () => {
    const world = await belvoWorld("engineer")
    const { id } = await createBatch(world.ctx, { deed: toRecurrent, selection: all(world.ctx) })
    expect(await outcomes(world, id)).toMatchObject({
      [twelve.valid]: "left_out: unchanged",
      [twelve.single]: "draft",
      [twelve.storageOver]: "left_out: no_credentials",
    })
  })

  it("knows no link of another environment, and is refused to whom the deed is", async () => {
    const { ctx, as, elsewhere } = await belvoWorld("engineer")
    const foreign = createBatch(await elsewhere(), { deed: refresh, selection: named([twelve.valid]) })
    await expect(foreign).rejects.toMatchObject({ code: "NOT_FOUND" })
    const input = { deed: toSingle, selection: named([twelve.valid]) }
    await expect(createBatch(await as("support"), input)).rejects.toMatchObject({ code: "FORBIDDEN" })
    await expect(createBatch(await as("viewer"), { ...input, deed: refresh })).rejects.toMatchObject({
      code: "FORBIDDEN",
    })
    expect(await createBatch(ctx, input)).toHaveProperty("id")
  })

  it("is confirmed by its number where it is of many, and judged again", async () => {
    const { ctx, db, sim } = await belvoWorld("engineer")
    const ids = Array.from(
      { length: 26 },
      () => sim.world.addLink({ institution: "erebor_mx_retail", status: "valid" }).id,
    )
    const at = ctx.now()
    await db.link.createMany({
      data: ids.map((id) => ({
        ...{
          environmentId: ctx.environment.id,
          id,
          institution: "erebor_mx_retail",
          status: "valid",
          accessMode: "recurrent",
        },
        ...{ createdAt: at, statusSince: at, firstSeenAt: at, observedAt: at, fetchResources: [] },
      })),
    })
    const { id } = await createBatch(ctx, { deed: toSingle, selection: named(ids) })
    await expect(confirmBatch(ctx, { batchId: id, confirmation: "" })).rejects.toMatchObject({
      key: "batch.wrongNumber",
    })
    await db.link.updateMany({ where: { id: ids[0] ?? "" }, data: { accessMode: "single" } })
    await confirmBatch(ctx, { batchId: id, confirmation: "" })
    expect(await findBatch(ctx, { batchId: id })).toMatchObject({
      state: "running",
      counts: { waiting: 25, left_out: 1 },
    })
    await expect(confirmBatch(ctx, { batchId: id, confirmation: "25" })).rejects.toMatchObject({ key: "batch.movedOn" })
  })

  it("ends after a day, with what it held", async () => {
    const world = await belvoWorld("engineer")
    const { id } = await createBatch(world.ctx, { deed: refresh, selection: named([twelve.valid]) })
    world.advance(86_401)
    expect(await expireBatches(world.system("housekeeping"))).toBe(1)
    expect(await world.db.batchItem.count({ where: { batchId: id } })).toBe(0)
    expect(await findBatch(world.ctx, { batchId: id })).toMatchObject({ state: "expired" })
  })
})

describe("runBatch", () => {
  it("refreshes each link once, keeps Belvo's request id, and has each cool down", async () => {
    const world = await belvoWorld("engineer")
    const batchId = await begin(world, refresh, working)
    await runBatch(machine(world), { batchId, signal })

    expect(await findBatch(world.ctx, { batchId })).toMatchObject({ state: "done", counts: { done: working.length } })
    expect(posts(world).toSorted()).toEqual(working.map((id) => `POST /api/links/${id}/refresh/`).toSorted())
    const items = await world.db.batchItem.findMany({ where: { batchId } })
    expect(items.every(({ belvoRequestId }) => /^[0-9a-f]{32}$/.test(belvoRequestId ?? ""))).toBe(true)
    expect(await requestRefresh(world.ctx, { linkId: twelve.valid })).toMatchObject({ kind: "cooling_down" })
    const entries = await world.db.auditEntry.findMany({ orderBy: { seq: "asc" } })
    expect(entries.map(({ action }) => action).filter((one) => one?.startsWith("batch."))).toEqual([
      ...["batch.drafted", "batch.confirmed", "batch.ended"],
    ])
  })

  it("changes the access mode, writes it through, and leaves out what changed since it was chosen", async () => {
    const world = await belvoWorld("engineer")
    const batchId = await begin(world, toSingle, [twelve.valid, twelve.duplicateNewer, twelve.oldAndDashed])
    world.sim.world.removeLink(twelve.duplicateNewer)
    await runBatch(machine(world), { batchId, signal })

    expect(await outcomes(world, batchId)).toEqual({
      [twelve.valid]: "done",
      [twelve.duplicateNewer]: "left_out: removed",
      [twelve.oldAndDashed]: "done",
    })
    expect(await world.db.link.findFirst({ where: { id: twelve.valid } })).toMatchObject({ accessMode: "single" })
    expect(world.sim.world.getLink(twelve.valid)).toMatchObject({ access_mode: "single" })
  })

  it("says what Belvo refused, and asks again only where somebody wants it", async () => {
    const world = await belvoWorld("engineer")
    const batchId = await begin(world, toRecurrent, [twelve.single])
    world.sim.failNext({
      kind: "error",
      status: 400,
      code: "invalid_access_mode_switch",
      message: "No",
      method: "PATCH",
    })
    await runBatch(machine(world), { batchId, signal })
    expect(await outcomes(world, batchId)).toEqual({ [twelve.single]: "failed: invalid_access_mode_switch" })

    await retryBatch(world.ctx, { batchId })
    await runBatch(machine(world), { batchId, signal })
    expect(await outcomes(world, batchId)).toEqual({ [twelve.single]: "done" })
    await expect(retryBatch(world.ctx, { batchId })).rejects.toMatchObject({ key: "batch.notFailed" })
  })

  it("never sends again what left before its worker died: a mode is looked at, a refresh is unknown", async () => {
    for (const [deed, ended] of [
      [refresh, "unknown: no_answer"],
      [toSingle, "done"],
    ] as const) {
      const world = await belvoWorld("engineer")
      const batchId = await begin(world, deed, [twelve.valid, twelve.oldAndDashed])
      await expect(runBatch(dying(world), { batchId, signal })).rejects.toThrow("killed")
      expect((await findBatch(world.ctx, { batchId }))?.counts).toMatchObject({ sent: 1, waiting: 1 })

      world.advance(200)
      expect(await startDueBatches(world.system("batches:carry-out"))).toBe(1)
      await runBatch(machine(world), { batchId, signal })
      expect(await outcomes(world, batchId)).toMatchObject({ [twelve.valid]: ended, [twelve.oldAndDashed]: "done" })
      expect(posts(world)).toHaveLength(2)
      expect(await findBatch(world.ctx, { batchId })).toMatchObject({ state: "done" })
    }
  })

  it("calls a mode unchanged only when nothing can be on its way any more, and unknown where it cannot be read", async () => {
    const world = await belvoWorld("engineer")
    const batchId = await begin(world, toSingle, [twelve.valid, twelve.oldAndDashed])
    const late: (() => Promise<unknown>)[] = []
    const slow: Ctx["fetch"] = async (input, init) => {
      if (init?.method !== "PATCH" || late.length > 0) return world.ctx.fetch(input, init)
      late.push(() => world.ctx.fetch(input, init))
      throw new TypeError("fetch failed")
    }
    await runBatch({ ...machine(world), fetch: slow }, { batchId, signal })
    expect(await findBatch(world.ctx, { batchId })).toMatchObject({ state: "running", counts: { sent: 1, waiting: 1 } })
    for (const arrives of late) await arrives()
    world.advance(200)
    await runBatch(machine(world), { batchId, signal })
    expect(await findBatch(world.ctx, { batchId })).toMatchObject({ state: "done", counts: { done: 2 } })
    expect(posts(world)).toHaveLength(3)

    const other = await belvoWorld("engineer")
    const unread = await begin(other, toSingle, [twelve.valid])
    await expect(runBatch(dying(other), { batchId: unread, signal })).rejects.toThrow("killed")
    other.advance(200)
    const garbled: Ctx["fetch"] = async () => Response.json({ results: "none" })
    await runBatch({ ...machine(other), fetch: garbled }, { batchId: unread, signal })
    expect(await outcomes(other, unread)).toEqual({ [twelve.valid]: "unknown: no_answer" })
  })

  it("is done once where two runs work on it, and where a run comes after its end", async () => {
    const world = await belvoWorld("engineer")
    const batchId = await begin(world, refresh, working)
    const second: Ctx["fetch"] = async (...request) => {
      const answer = await world.ctx.fetch(...request)
      if (posts(world).length === 2) await runBatch(machine(world), { batchId, signal })
      return answer
    }
    await runBatch({ ...machine(world), fetch: second }, { batchId, signal })
    await runBatch(machine(world), { batchId, signal })
    expect(new Set(posts(world)).size).toBe(posts(world).length)
    expect((await findBatch(world.ctx, { batchId }))?.counts).toMatchObject({ done: working.length })
  })

  it("stops where it is paused, keeps what was on its way, goes on, and takes back the rest", async () => {
    const world = await belvoWorld("engineer")
    const batchId = await begin(world, refresh, working)
    const pausing: Ctx["fetch"] = async (...request) => {
      const answer = await world.ctx.fetch(...request)
      if (posts(world).length === 2) await pauseBatch(world.ctx, { batchId })
      return answer
    }
    await runBatch({ ...machine(world), fetch: pausing }, { batchId, signal })
    const paused = await findBatch(world.ctx, { batchId })
    expect(paused).toMatchObject({ state: "paused", counts: { done: 2, waiting: working.length - 2, sent: 0 } })
    await runBatch(machine(world), { batchId, signal })
    expect(posts(world)).toHaveLength(2)

    await resumeBatch(world.ctx, { batchId })
    await cancelBatch(world.ctx, { batchId })
    await runBatch(machine(world), { batchId, signal })
    expect(await findBatch(world.ctx, { batchId })).toMatchObject({
      ...{ state: "cancelled", counts: { done: 2, cancelled: working.length - 2 } },
    })
    expect(await getBatchProgress(world.ctx, { id: batchId })).toMatchObject({ over: true })
    await world.db.$executeRaw`UPDATE batch_item SET state = 'sent' WHERE batch_id = ${batchId}::uuid AND link_id = (
      SELECT link_id FROM batch_item WHERE batch_id = ${batchId}::uuid AND state = 'done' LIMIT 1)`
    expect(await getBatchProgress(world.ctx, { id: batchId })).toMatchObject({ over: false })
  })

  it("is held after the first link without an answer, and risks no other until Belvo answers a question that changes nothing", async () => {
    for (const [deed, silent] of [
      [refresh, { unknown: 1 }],
      [toSingle, { sent: 1 }],
    ] as const) {
      const world = await belvoWorld("engineer")
      const batchId = await begin(world, deed, [twelve.valid, twelve.duplicateOlder, twelve.oldAndDashed])
      for (const method of ["POST", "PATCH"]) {
        world.sim.failNext({ kind: "server_error", status: 503, method, times: 2 })
      }
      await runBatch(machine(world), { batchId, signal })
      const held = await findBatch(world.ctx, { batchId })
      expect(held).toMatchObject({ state: "running", problem: "http_503", counts: { ...silent, waiting: 2 } })
      expect(secondsUntil(world, held?.heldUntil)).toBe(30)
      world.advance(20)
      await runBatch(machine(world), { batchId, signal })
      expect(posts(world)).toHaveLength(1)

      world.advance(20)
      await runBatch(machine(world), { batchId, signal })
      const asked = await findBatch(world.ctx, { batchId })
      expect(asked?.counts).toMatchObject({ ...silent, waiting: 2 })
      expect(secondsUntil(world, asked?.heldUntil)).toBe(60)
      expect(posts(world)).toHaveLength(2)
      expect(working.some((linkId) => posts(world)[1]?.includes(linkId))).toBe(false)

      world.advance(60)
      await runBatch(machine(world), { batchId, signal })
      expect(await findBatch(world.ctx, { batchId })).toMatchObject({
        counts: { done: 2 },
        problem: null,
        heldUntil: null,
      })
      expect(posts(world)).toHaveLength(5)
    }
  })

  it("asks Belvo at once where somebody wants it, and neither before it is held nor once it goes on", async () => {
    const world = await belvoWorld("engineer")
    const batchId = await begin(world, refresh, working)
    await expect(resumeBatch(world.ctx, { batchId })).rejects.toMatchObject({ key: "batch.movedOn" })
    world.sim.failNext({ kind: "unreachable", method: "POST", times: 1 })
    await runBatch(machine(world), { batchId, signal })
    // The clock of the web's machine may be ahead of the worker's.
    const ahead = new Date(world.ctx.now().getTime() + 3_600_000)
    await resumeBatch({ ...world.ctx, now: () => ahead }, { batchId })
    const seen: (Date | null | undefined)[] = []
    const looking: Ctx["fetch"] = async (...request) => {
      if (posts(world).length === 2) seen.push((await findBatch(world.ctx, { batchId }))?.heldUntil)
      return world.ctx.fetch(...request)
    }
    await runBatch({ ...machine(world), fetch: looking }, { batchId, signal })
    // Once Belvo has answered the question, it is not said to be held any more.
    expect(new Set(seen)).toEqual(new Set([null]))
    const ended = await findBatch(world.ctx, { batchId })
    expect(ended).toMatchObject({ state: "done", counts: { unknown: 1, done: working.length - 1 } })
  })

  it("goes on after an answer that nobody can read, and waits for somebody after three in a row", async () => {
    const world = await belvoWorld("engineer")
    const batchId = await begin(world, refresh, working)
    let garbled = 1
    const garbling: Ctx["fetch"] = async (input, init) => {
      const answer = await world.ctx.fetch(input, init)
      if (init?.method !== "POST" || garbled === 0) return answer
      garbled -= 1
      return Response.json(["none"])
    }
    const run = () => runBatch({ ...machine(world), fetch: garbling }, { batchId, signal })
    await run()
    expect(await findBatch(world.ctx, { batchId })).toMatchObject({
      ...{ state: "done", counts: { unknown: 1, done: working.length - 1 } },
    })

    const other = await begin(world, toSingle, working)
    let patched = 0
    const unread: Ctx["fetch"] = async (input, init) => {
      if (init?.method !== "PATCH") return world.ctx.fetch(input, init)
      patched += 1
      return Response.json(["none"])
    }
    await runBatch({ ...machine(world), fetch: unread }, { batchId: other, signal })
    expect(patched).toBe(3)
    expect(await findBatch(world.ctx, { batchId: other })).toMatchObject({
      ...{ state: "paused", movedBy: null, problem: "unexpected_shape", heldUntil: null },
      // One of them is single already.
      counts: { failed: 3, left_out: 1, waiting: working.length - 4 },
    })
    await resumeBatch(world.ctx, { batchId: other })
    await runBatch(machine(world), { batchId: other, signal })
    expect(await findBatch(world.ctx, { batchId: other })).toMatchObject({ state: "done", problem: null })
  })
})

const secondsUntil = ({ ctx }: BelvoWorld, at: Date | null | undefined): number =>
  ((at?.getTime() ?? 0) - ctx.now().getTime()) / 1_000

/** Belvo gets the request and acts; the worker dies before it can keep the answer. */
function dying(world: BelvoWorld): Ctx {
  let dead = false
  const fetch: Ctx["fetch"] = async (input, init) => {
    const answer = await world.ctx.fetch(input, init)
    dead = /^(POST|PATCH)$/.test(init?.method ?? "GET")
    return answer
  }
  const now = () => {
    if (dead) throw new Error("killed")
    return world.ctx.now()
  }
  return { ...machine(world), fetch, now }
}
