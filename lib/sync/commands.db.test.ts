import { describe, expect, it } from "vitest"
import { cancelSweep, confirmRemovals, declineRemovals, requestSweep, startDueSweep } from "@/lib/sync/commands"
import { clearPassing } from "@/lib/sync/keeping/commands"
import { getMirrorStatus, getSweep, listSweeps } from "@/lib/sync/queries"
import type { SweepState } from "@/lib/sync/schema"
import { testWorld, type World } from "@/test/world"

const now = "2026-03-01T12:00:00Z"
const engineer = { role: "engineer", now } as const
const queued = ({ db }: Pick<World, "db">) =>
  db.$queryRaw<unknown[]>`SELECT 1 FROM pgboss.job WHERE name = 'sweep' AND state = 'created'`

function addRun({ ctx, db }: Pick<World, "ctx" | "db">, state: SweepState, minutesAgo = 5) {
  const createdAt = new Date(Date.parse(now) - minutesAgo * 60_000)
  const active = state === "running" ? { holder: crypto.randomUUID(), heartbeatAt: new Date() } : {}
  const ended = state === "running" || state === "queued" ? {} : { finishedAt: createdAt }
  return db.sweepRun.create({
    data: {
      environmentId: ctx.environment.id,
      cause: "schedule",
      state,
      createdAt,
      startedAt: createdAt,
      ...active,
      ...ended,
    },
  })
}

describe("requestSweep", () => {
  it("is asked for once, with a job to do it and an entry of who asked", async () => {
    const world = await testWorld(engineer)
    const { runId } = await requestSweep(world.ctx)
    expect(await getSweep(world.ctx, runId)).toMatchObject({ state: "queued", cause: "button" })
    expect(await queued(world)).toHaveLength(1)
    await expect(requestSweep(world.ctx)).rejects.toMatchObject({ code: "CONFLICT", key: "sweepUnderway" })
    expect(await world.db.auditEntry.findMany({ select: { action: true, entityId: true } })).toEqual([
      { action: "sweep.requested", entityId: runId },
    ])
    expect((await listSweeps(world.ctx))[0]).toMatchObject({ requestedByName: "A engineer" })
  })

  it.each(["viewer", "support", "compliance"] as const)("is refused to a %s", async (role) => {
    const { ctx, db } = await testWorld({ role, now })
    await expect(requestSweep(ctx)).rejects.toMatchObject({ code: "FORBIDDEN" })
    expect(await db.sweepRun.count()).toBe(0)
  })

  it("takes the place of a delta that is under way", async () => {
    const world = await testWorld(engineer)
    const { id } = await addRun(world, "running")
    await world.db.sweepRun.updateMany({ data: { kind: "delta" } })
    await requestSweep(world.ctx)
    expect(await getSweep(world.ctx, id)).toMatchObject({ kind: "delta", state: "cancelled" })
    expect((await listSweeps(world.ctx))[0]).toMatchObject({ kind: "full", state: "queued" })
  })

  it("does not wait for a sweep whose process is long dead", async () => {
    const world = await testWorld(engineer)
    const { id } = await addRun(world, "running")
    await world.db.$executeRaw`UPDATE sweep_run SET heartbeat_at = now() - interval '2 minutes'`
    await requestSweep(world.ctx)
    expect(await getSweep(world.ctx, id)).toMatchObject({ state: "failed", failure: { kind: "abandoned" } })
  })
})

describe("cancelSweep", () => {
  it("ends a waiting sweep at once and asks a running one to end", async () => {
    const world = await testWorld(engineer)
    const { runId } = await requestSweep(world.ctx)
    await cancelSweep(world.ctx, { runId })
    expect(await getSweep(world.ctx, runId)).toMatchObject({ state: "cancelled", finishedAt: expect.any(Date) })
    await expect(cancelSweep(world.ctx, { runId })).rejects.toMatchObject({ key: "sweepEnded" })

    const { id } = await addRun(world, "running")
    await cancelSweep(world.ctx, { runId: id })
    expect(await getSweep(world.ctx, id)).toMatchObject({
      state: "running",
      cancelRequestedAt: expect.any(Date),
      finishedAt: null,
    })
  })
})

describe("what people decide about a sweep", () => {
  it.each([
    ["confirmRemovals", confirmRemovals],
    ["declineRemovals", declineRemovals],
    ["cancelSweep", cancelSweep],
  ])("%s does not find a sweep of another environment", async (_name, command) => {
    const world = await testWorld(engineer)
    const { id: runId } = await addRun(world, "needs_decision")
    const other = await world.elsewhere()
    await expect(command(other, { runId })).rejects.toMatchObject({ code: "NOT_FOUND" })
    await expect(getSweep(other, runId)).rejects.toMatchObject({ code: "NOT_FOUND" })
    await expect(command(await world.as("support"), { runId })).rejects.toMatchObject({ code: "FORBIDDEN" })
  })

  it("waits where another sweep is under way", async () => {
    const world = await testWorld(engineer)
    const { id: runId } = await addRun(world, "needs_decision")
    await addRun(world, "running")
    await expect(confirmRemovals(world.ctx, { runId })).rejects.toMatchObject({ key: "sweepUnderway" })
    expect(await getSweep(world.ctx, runId)).toMatchObject({ state: "needs_decision" })
  })
})

describe("startDueSweep", () => {
  const tick = { permissions: ["mirror:write", "links:read"] as const, now }

  const withoutDeltas = (world: World) => world.db.environment.updateMany({ data: { deltaEveryMinutes: 0 } })

  it("starts the first sweep, and the next when its time has come", async () => {
    const world = await testWorld(tick)
    await withoutDeltas(world)
    await startDueSweep(world.ctx)
    await startDueSweep(world.ctx)
    expect(await listSweeps(world.ctx)).toMatchObject([{ state: "queued", cause: "schedule" }])
    await world.db.sweepRun.updateMany({ data: { state: "completed", createdAt: new Date("2026-03-01T11:01:00Z") } })
    await startDueSweep(world.ctx)
    expect(await listSweeps(world.ctx)).toHaveLength(1)
    await world.db.sweepRun.updateMany({ data: { createdAt: new Date("2026-03-01T11:00:00Z") } })
    await startDueSweep(world.ctx)
    expect(await listSweeps(world.ctx)).toHaveLength(2)
  })

  it("starts deltas between full sweeps", async () => {
    const world = await testWorld(tick)
    await addRun(world, "completed", 6)
    await startDueSweep(world.ctx)
    expect(await listSweeps(world.ctx)).toMatchObject([{ kind: "delta", state: "queued" }, { kind: "full" }])
  })

  it("finds somebody for a sweep that nobody works on", async () => {
    const world = await testWorld(tick)
    await addRun(world, "running")
    await startDueSweep(world.ctx)
    expect(await queued(world)).toHaveLength(0)
    await world.db.$executeRaw`UPDATE sweep_run SET heartbeat_at = now() - interval '30 seconds'`
    await startDueSweep(world.ctx)
    expect(await queued(world)).toHaveLength(1)
  })

  it("starts none where the interval is 0", async () => {
    const world = await testWorld(tick)
    await world.db.environment.update({ where: { id: world.ctx.environment.id }, data: { sweepEveryMinutes: 0 } })
    await startDueSweep(world.ctx)
    expect(await listSweeps(world.ctx)).toEqual([])
  })
})

describe("clearPassing", () => {
  it("takes away the pages of old sweeps and old answers, and nothing that is still needed", async () => {
    const world = await testWorld({ permissions: ["housekeeping"], now })
    const { ctx, db } = world
    const page = { environmentId: ctx.environment.id, pass: 1, page: 1, count: 1, ids: [], observedAt: new Date(now) }
    for (const [state, minutes] of [
      ["completed", 11],
      ["completed", 9],
      ["needs_decision", 500],
      ["running", 20],
    ] as const) {
      await db.sweepPage.create({ data: { ...page, runId: (await addRun(world, state, minutes)).id } })
    }
    const ticket = { environmentId: ctx.environment.id, memberId: crypto.randomUUID(), state: "done" }
    for (const minutes of [9, 11]) {
      await db.liveTicket.create({ data: { ...ticket, createdAt: new Date(Date.parse(now) - minutes * 60_000) } })
    }
    await clearPassing(ctx)
    expect(await db.sweepPage.count()).toBe(3)
    expect(await db.liveTicket.count()).toBe(1)
  })
})

describe("getMirrorStatus", () => {
  it("is as old as the beginning of the last completed sweep", async () => {
    const world = await testWorld({ role: "viewer", now })
    expect(await getMirrorStatus(world.ctx)).toEqual({
      syncedAt: null,
      running: false,
      used: 0,
      limit: 76,
      failingSince: null,
    })
    await addRun(world, "completed", 40)
    await addRun(world, "failed", 20)
    await addRun(world, "queued", 1)
    expect(await getMirrorStatus(world.ctx)).toMatchObject({
      syncedAt: new Date("2026-03-01T11:20:00Z"),
      running: true,
    })
  })
})
