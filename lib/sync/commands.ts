import type { Ctx } from "@/lib/ctx"
import { read, record, type Tx, write } from "@/lib/db"
import type { Schedule } from "@/lib/environments/schedule/rules"
import { conflict, notFound } from "@/lib/errors"
import { enqueue } from "@/lib/jobs/boss"
import { takeoverAfterMs } from "@/lib/sync/rules"
import { failAbandoned, insertRun } from "@/lib/sync/runs/commands"
import { dueKind, type LastRun } from "@/lib/sync/schedule/rules"
import { type SweepKind, type SweepRunInput, sweepFailure } from "@/lib/sync/schema"
import { sweepJob } from "@/lib/sync/sweep/jobs"
import { Prisma } from "@/prisma/generated/client"

/** Asks for a sweep of every link; a delta sweep gives way to it. Throws CONFLICT where one waits or runs already. */
export function requestSweep(ctx: Ctx): Promise<{ runId: string }> {
  return write(ctx, "sync:run", async (tx) => {
    await failAbandoned(tx, ctx)
    await giveWay(tx, ctx)
    const requestedBy = ctx.actor.kind === "member" ? ctx.actor.id : ctx.actor.name
    const runId = await insertRun(tx, ctx, { cause: "button", requestedBy })
    if (!runId) throw conflict("sweepUnderway")
    await enqueue(tx, sweepJob, {})
    return { result: { runId }, audit: { action: "sweep.requested", entity: "sweep", entityId: runId } }
  })
}

/** A run that is being worked on ends at its next step; one that waits, or whose process died, ends at once. */
export function cancelSweep(ctx: Ctx, { runId }: SweepRunInput): Promise<{ runId: string }> {
  return change(
    ctx,
    { runId, action: "sweep.cancelled", conflictKey: "sweepEnded" },
    (tx) => tx.$executeRaw`
      UPDATE sweep_run SET cancel_requested_at = clock_timestamp(), state = CASE WHEN ${isIdle} THEN 'cancelled' ELSE state END,
        finished_at = CASE WHEN ${isIdle} THEN clock_timestamp() END
      WHERE environment_id = ${ctx.environment.id} AND id = ${runId}::uuid AND state IN ('queued', 'running')`,
  )
}

/** A person has looked: what is missing is gone, each link after Belvo has said so to its address, too. */
export function confirmRemovals(ctx: Ctx, { runId }: SweepRunInput): Promise<{ runId: string }> {
  return change(ctx, { runId, action: "sweep.removals-confirmed", conflictKey: "sweepDecided" }, async (tx) => {
    await giveWay(tx, ctx)
    const active = await tx.sweepRun.count({
      where: { environmentId: ctx.environment.id, state: { in: ["queued", "running"] } },
    })
    if (active > 0) throw conflict("sweepUnderway")
    const { count } = await tx.sweepRun.updateMany({
      where: { environmentId: ctx.environment.id, id: runId, state: "needs_decision" },
      data: { state: "queued", confirmedAt: ctx.now(), finishedAt: null, cancelRequestedAt: null },
    })
    if (count > 0) await enqueue(tx, sweepJob, {})
    return count
  })
}

/** The links stay as they were; the next sweep asks about them again. */
export function declineRemovals(ctx: Ctx, { runId }: SweepRunInput): Promise<{ runId: string }> {
  return change(ctx, { runId, action: "sweep.removals-declined", conflictKey: "sweepDecided" }, async (tx) => {
    const { count } = await tx.sweepRun.updateMany({
      where: { environmentId: ctx.environment.id, id: runId, state: "needs_decision" },
      data: { state: "declined" },
    })
    return count
  })
}

/** The minute's tick: starts the sweep that is due, and sees to it that one that waits has somebody to work on it. */
export async function startDueSweep(ctx: Ctx): Promise<void> {
  const schedule = await findSchedule(ctx)
  await record(ctx, "mirror:write", async (tx) => {
    await failAbandoned(tx, ctx)
    const [full, delta] = [await lastRun(tx, ctx, "full"), await lastRun(tx, ctx, "delta")]
    const kind = dueKind({ full, delta }, schedule, ctx.now())
    if (kind) await insertRun(tx, ctx, { cause: "schedule", kind })
    const idle = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM sweep_run WHERE environment_id = ${ctx.environment.id} AND state IN ('queued', 'running') AND ${isIdle}`
    if (idle.length > 0) await enqueue(tx, sweepJob, {})
    return { result: undefined }
  })
}

/** Nobody works on it. */
const isIdle = Prisma.sql`(holder IS NULL OR heartbeat_at < clock_timestamp() - make_interval(secs => ${takeoverAfterMs / 1000}))`

type Change = { runId: string; action: string; conflictKey: string }

async function change(ctx: Ctx, { runId, action, conflictKey }: Change, work: (tx: Tx) => Promise<number>) {
  return write(ctx, "sync:run", async (tx) => {
    const where = { environmentId: ctx.environment.id, id: runId }
    const before = await tx.sweepRun.findFirst({ where, select: { state: true, missing: true } })
    if (!before) throw notFound()
    if ((await work(tx)) === 0) throw conflict(conflictKey)
    return { result: { runId }, audit: { action, entity: "sweep", entityId: runId, before } }
  })
}

function findSchedule(ctx: Ctx): Promise<Schedule> {
  const select = { sweepEveryMinutes: true, deltaEveryMinutes: true, deltaRequests: true }
  return read(ctx, "mirror:write", (db) =>
    db.environment.findUniqueOrThrow({ where: { id: ctx.environment.id }, select }),
  )
}

async function lastRun(tx: Tx, ctx: Ctx, kind: SweepKind): Promise<LastRun> {
  const run = await tx.sweepRun.findFirst({
    where: { environmentId: ctx.environment.id, kind },
    orderBy: { createdAt: "desc" },
    select: { createdAt: true, state: true, failure: true },
  })
  const failure = sweepFailure.safeParse(run?.failure)
  return run && { ...run, refused: failure.success && failure.data.kind === "blocked" }
}

/** Whoever works on it loses it, and can write nothing more. */
async function giveWay(tx: Tx, ctx: Ctx): Promise<void> {
  await tx.sweepRun.updateMany({
    where: { environmentId: ctx.environment.id, kind: "delta", state: { in: ["queued", "running"] } },
    data: { state: "cancelled", holder: null, finishedAt: ctx.now() },
  })
}
