import { describe, expect, it, vi } from "vitest"
import type { Ctx } from "@/lib/ctx"
import { listRunChanges, listRunWindows } from "@/lib/sync/progress/details/queries"
import { getShellStatus, watchProgress } from "@/lib/sync/progress/queries"
import { type SweepProgress, sweepListParams } from "@/lib/sync/progress/schema"
import { findLastDelta, findListedSweep, findUndecidedSweep, listSweepPage } from "@/lib/sync/queries"
import { sweepPlace } from "@/test/belvo-place"
import { testWorld, type World } from "@/test/world"

const now = "2026-03-01T12:00:00Z"
const minutesAgo = (minutes: number) => new Date(Date.parse(now) - minutes * 60_000)
type Run = { kind?: "full" | "delta"; state?: string; minutes?: number }

async function addRun(
  { ctx, db }: Pick<World, "ctx" | "db">,
  { kind = "full", state = "completed", minutes = 5 }: Run,
) {
  const at = minutesAgo(minutes)
  const isOver = state !== "queued" && state !== "running"
  const { id } = await db.sweepRun.create({
    data: {
      ...{ environmentId: ctx.environment.id, cause: "schedule", kind, state },
      ...{ createdAt: at, startedAt: at, finishedAt: isOver ? at : null },
    },
  })
  return id
}

const viewer = () => testWorld({ role: "viewer", now })

describe("getShellStatus", () => {
  it("tells when all links were read and when new and broken ones were, and is busy with full sweeps only", async () => {
    const world = await viewer()
    expect(await getShellStatus(world.ctx)).toMatchObject({ syncedAt: null, freshAt: null, running: false })
    await addRun(world, { minutes: 40 })
    expect(await getShellStatus(world.ctx)).toMatchObject({ syncedAt: minutesAgo(40), freshAt: minutesAgo(40) })
    await addRun(world, { kind: "delta", minutes: 10 })
    await addRun(world, { kind: "delta", minutes: 5, state: "failed" })
    await addRun(world, { kind: "delta", minutes: 0, state: "running" })
    const status = { syncedAt: minutesAgo(40), freshAt: minutesAgo(10), running: false }
    expect(await getShellStatus(world.ctx)).toMatchObject(status)
    await world.db.sweepRun.updateMany({ where: { state: "running" }, data: { kind: "full" } })
    expect(await getShellStatus(world.ctx)).toMatchObject({ ...status, running: true })
  })
})

describe("listSweepPage", () => {
  const pageOf = (ctx: Ctx, raw: Record<string, string> = {}) => listSweepPage(ctx, sweepListParams.parse(raw))

  it("does not let hundreds of delta sweeps drown the full ones", async () => {
    const world = await viewer()
    const full = await addRun(world, { minutes: 500 })
    for (let minutes = 1; minutes <= 60; minutes++) await addRun(world, { kind: "delta", minutes })
    expect((await pageOf(world.ctx)).rows.map(({ id }) => id)).toEqual([full])
    expect(await findLastDelta(world.ctx)).toMatchObject({ kind: "delta", startedAt: minutesAgo(1) })
  })

  it("turns its pages by key, there and back, over runs of the same moment too", async () => {
    const world = await viewer()
    for (let index = 0; index < 60; index++) await addRun(world, { kind: "delta", minutes: Math.floor(index / 3) })
    await addRun(world, { minutes: 500 })
    const first = await pageOf(world.ctx, { kind: "all" })
    const second = await pageOf(world.ctx, { kind: "all", after: first.after ?? "" })
    const ids = [...first.rows, ...second.rows].map(({ id }) => id)
    expect([first.rows.length, second.rows.length, new Set(ids).size]).toEqual([50, 11, 61])
    expect([first.before, second.after]).toEqual([null, null])
    const back = await pageOf(world.ctx, { kind: "all", before: second.before ?? "" })
    expect(back.rows).toEqual(first.rows)
    expect([back.before, back.after]).toEqual([null, first.after])
  })

  it("shows the first page where a cursor is none", async () => {
    const world = await viewer()
    await addRun(world, {})
    const mistyped = await pageOf(world.ctx, { before: "WyJub3QiLCJhIHBsYWNlIl0" })
    expect([mistyped.rows.length, mistyped.before, mistyped.after]).toEqual([1, null, null])
  })
})

describe("one sweep", () => {
  it("is found with the name of who asked for it, and not by what is no id", async () => {
    const world = await viewer()
    const id = await addRun(world, {})
    const requestedBy = world.ctx.actor.kind === "member" ? world.ctx.actor.id : ""
    await world.db.sweepRun.updateMany({ data: { cause: "button", requestedBy } })
    expect(await findListedSweep(world.ctx, id)).toMatchObject({ id, requestedByName: "A viewer" })
    expect(await findListedSweep(world.ctx, "events")).toBeNull()
    expect(await findListedSweep(await world.elsewhere(), id)).toBeNull()
  })

  it("waits for a decision until a later one has answered it", async () => {
    const world = await viewer()
    const id = await addRun(world, { state: "needs_decision", minutes: 9 })
    await addRun(world, { state: "failed", minutes: 5 })
    await addRun(world, { kind: "delta", minutes: 4 })
    expect(await findUndecidedSweep(world.ctx)).toMatchObject({ id })
    await addRun(world, { minutes: 3 })
    expect(await findUndecidedSweep(world.ctx)).toBeNull()
  })

  it("shows its questions: what went otherwise than planned, what is to come, the rest; at most 200", async () => {
    const world = await viewer()
    const id = await addRun(world, { state: "running" })
    const of = { environmentId: world.ctx.environment.id, runId: id, kind: "links", span: 0 }
    const stateOf = (window: number) => (window === 209 ? "restless" : window % 2 ? "waiting" : "read")
    await world.db.sweepWindow.createMany({
      data: Array.from({ length: 210 }, (_, index) => ({
        ...{ ...of, id: index, state: stateOf(index), institutions: ["a", "b"], statuses: [] },
        ...{ fromDay: new Date("2026-02-01"), beforeDay: index === 209 ? null : new Date("2026-02-08") },
      })),
    })
    const { windows, counts } = await listRunWindows(world.ctx, { id })
    expect(windows).toHaveLength(200)
    expect(windows.slice(0, 2)).toMatchObject([
      { id: 209, state: "restless", from: "2026-02-01", to: null },
      { id: 1, state: "waiting", from: "2026-02-01", to: "2026-02-07", institutions: ["a", "b"], institutionCount: 2 },
    ])
    expect(windows.at(-1)).toMatchObject({ state: "read" })
    expect(counts).toEqual([
      { state: "read", windows: 105 },
      { state: "waiting", windows: 104 },
      { state: "restless", windows: 1 },
    ])
  })

  it("shows the newest 50 changes that it caused, and nobody else's", async () => {
    const world = await viewer()
    const id = await addRun(world, { minutes: 5 })
    const event = {
      ...{ environmentId: world.ctx.environment.id, kind: "status", before: "valid", after: "invalid" },
      ...{ institution: "bank_a", cause: "sweep", causeId: id },
    }
    const at = (second: number) => new Date(minutesAgo(5).getTime() + second * 100)
    const own = Array.from({ length: 60 }, (_, index) => ({ ...event, at: at(index), linkId: crypto.randomUUID() }))
    const others = [
      { ...event, at: at(70), linkId: crypto.randomUUID(), causeId: crypto.randomUUID() },
      { ...event, at: at(71), linkId: crypto.randomUUID(), cause: "webhook" },
    ]
    const appeared = { ...event, kind: "appeared", before: null, at: at(65), linkId: crypto.randomUUID() }
    await world.db.linkEvent.createMany({ data: [...own, ...others, appeared] })
    const run = await findListedSweep(world.ctx, id)
    if (!run) throw new Error("there is one")
    const withNew = await listRunChanges(world.ctx, { ...run, inserted: 1 })
    expect(withNew.slice(0, 2).map(({ linkId }) => linkId)).toEqual([appeared.linkId, own.at(-1)?.linkId])
    const changes = await listRunChanges(world.ctx, run)
    expect(changes.map(({ linkId }) => linkId)).toEqual(
      own
        .toReversed()
        .slice(0, 50)
        .map(({ linkId }) => linkId),
    )
  })
})

describe("watchProgress", () => {
  it("tells all who watch at each change, by one question a second, and no more once they have left", async () => {
    const { ctx, db } = await sweepPlace()
    let questions = 0
    const counted = ctx.database.prisma.$transaction.bind(ctx.database.prisma)
    vi.spyOn(ctx.database.prisma, "$transaction").mockImplementation((...given: Parameters<typeof counted>) => {
      questions++
      return counted(...given)
    })
    const id = await addRun({ ctx, db }, { state: "running" })
    const [end, told] = [new AbortController(), Array.from({ length: 20 }, (): SweepProgress[] => [])]
    const onError = (error: unknown) => {
      throw error
    }
    const startedAt = Date.now()
    for (const mine of told) {
      await watchProgress(ctx, { signal: end.signal, onProgress: (progress) => mine.push(progress), onError })
    }
    await db.sweepRun.updateMany({ where: { id }, data: { seen: 12 } })
    await vi.waitFor(() => expect(told.every((mine) => mine.length === 2)).toBe(true), 15_000)
    expect(told[19]).toMatchObject([{ run: { id, seen: 0 } }, { run: { id, seen: 12 } }])
    // Each one's first, and one a second for all of them.
    expect(questions).toBeLessThanOrEqual(20 + 1 + (Date.now() - startedAt) / 1_000)
    end.abort()
    await new Promise((resolve) => setTimeout(resolve, 1_200))
    const asked = questions
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(questions).toBe(asked)
  })
})
