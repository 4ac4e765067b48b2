import { randomUUID } from "node:crypto"
import type { Ctx } from "@/lib/ctx"
import { record, type Tx } from "@/lib/db"
import { recordDay } from "@/lib/history/commands"
import { abandonedAfterMs, takeoverAfterMs } from "@/lib/sync/rules"
import type { SweepCause, SweepFailure, SweepKind, SweepPhase, SweepState } from "@/lib/sync/schema"
import { toDay } from "@/lib/time"
import { Prisma } from "@/prisma/generated/client"

/** A run in the hands of this process. `holder` proves it: whoever claims the run later has another. */
export type HeldRun = {
  id: string
  holder: string
  kind: SweepKind
  phase: SweepPhase
  startedAt: Date
  confirmedAt: Date | null
  requests: number
  inserted: number
  updated: number
  removed: number
}

export class RunLost extends Error {
  override readonly name = "RunLost"
  constructor() {
    super("Another process works on this sweep now")
  }
}

type NewRun = { cause: SweepCause; kind?: SweepKind; requestedBy?: string }

/** Part of the caller's transaction. Null where a sweep waits or runs already. */
export async function insertRun(
  tx: Tx,
  ctx: Ctx,
  { cause, kind = "full", requestedBy }: NewRun,
): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO sweep_run (environment_id, kind, cause, requested_by, state, created_at)
    VALUES (${ctx.environment.id}, ${kind}, ${cause}, ${requestedBy ?? null}, 'queued', ${clock(ctx)})
    ON CONFLICT DO NOTHING RETURNING id::text`
  return row?.id ?? null
}

/** Takes the environment's waiting sweep, or one whose holder is dead. Null where there is nothing to do. */
export function claimRun(ctx: Ctx): Promise<HeldRun | null> {
  const holder = randomUUID()
  return record(ctx, "mirror:write", async (tx) => {
    const [row] = await tx.$queryRaw<Omit<HeldRun, "holder">[]>`
      UPDATE sweep_run SET state = 'running', holder = ${holder}::uuid, heartbeat_at = clock_timestamp(),
        started_at = coalesce(started_at, ${clock(ctx)})
      WHERE environment_id = ${ctx.environment.id} AND (state = 'queued' OR state = 'running' AND (
        holder IS NULL OR heartbeat_at < clock_timestamp() - make_interval(secs => ${takeoverAfterMs / 1000})))
      RETURNING id::text, kind, phase, started_at AS "startedAt", confirmed_at AS "confirmedAt", requests, inserted, updated, removed`
    return { result: row ? { ...row, holder } : null }
  })
}

/** A run that nobody has worked on for long fails, so that it does not keep the next from starting. */
export async function failAbandoned(tx: Tx, ctx: Ctx): Promise<void> {
  const failure: SweepFailure = { kind: "abandoned", code: "abandoned", message: "Its process ended", requestId: null }
  await tx.$executeRaw`
    UPDATE sweep_run SET state = 'failed', holder = NULL, finished_at = clock_timestamp(), failure = ${JSON.stringify(failure)}::jsonb
    WHERE environment_id = ${ctx.environment.id} AND state = 'running'
      AND heartbeat_at < clock_timestamp() - make_interval(secs => ${abandonedAfterMs / 1000})`
}

/** Says that we are alive; answers whether a person wants the run to end. Throws `RunLost`. */
export function beat(ctx: Ctx, run: HeldRun): Promise<{ cancelled: boolean }> {
  return record(ctx, "mirror:write", async (tx) => {
    const [row] = await tx.$queryRaw<{ cancelled: boolean }[]>`
      UPDATE sweep_run SET heartbeat_at = clock_timestamp() WHERE ${mine(ctx, run)}
      RETURNING cancel_requested_at IS NOT NULL AS cancelled`
    if (!row) throw new RunLost()
    return { result: row }
  })
}

/** Hands the run back unfinished: the next claim goes on with it. */
export function releaseRun(ctx: Ctx, run: HeldRun): Promise<void> {
  return record(ctx, "mirror:write", async (tx) => {
    await tx.$executeRaw`UPDATE sweep_run SET holder = NULL WHERE ${mine(ctx, run)}`
    return { result: undefined }
  })
}

/** `missingAtLeast`: not all that was unseen has been asked for. */
export type Ending = { state: SweepState; failure?: SweepFailure; missing?: number; missingAtLeast?: boolean }

/** The totals stand in the run already. A completed sweep is what makes its day a recorded one. Throws `RunLost`. */
export function finishRun(
  ctx: Ctx,
  run: HeldRun,
  { state, failure, missing, missingAtLeast = false }: Ending,
): Promise<void> {
  return record(ctx, "mirror:write", async (tx) => {
    const ended = await tx.$executeRaw`
      UPDATE sweep_run SET state = ${state}, holder = NULL, finished_at = ${clock(ctx)},
        missing = coalesce(${missing ?? null}::integer, missing), missing_at_least = ${missingAtLeast}, failure = ${failure ? JSON.stringify(failure) : null}::jsonb
      WHERE ${mine(ctx, run)}`
    if (ended === 0) throw new RunLost()
    const isFull = run.kind === "full"
    if (isFull && state === "completed") await recordDay(tx, ctx.environment.id, toDay(run.startedAt))
    if (isFull && (state === "completed" || state === "needs_decision")) await supersede(tx, ctx, run)
    return { result: undefined }
  })
}

/** What an older sweep asked a person is answered, or asked anew, by a later one. */
async function supersede(tx: Tx, ctx: Ctx, run: HeldRun): Promise<void> {
  await tx.$executeRaw`
    UPDATE sweep_run SET state = 'superseded'
    WHERE environment_id = ${ctx.environment.id} AND state = 'needs_decision' AND id <> ${run.id}::uuid AND created_at <= ${run.startedAt}::timestamptz`
}

/** Everything that was to be read has been read: what the run saw, each link once. */
export function startConfirming(ctx: Ctx, run: HeldRun): Promise<void> {
  return record(ctx, "mirror:write", async (tx) => {
    const held = await tx.$executeRaw`
      UPDATE sweep_run SET phase = 'confirming', seen = s.seen, unchanged = greatest(0, s.seen - inserted - updated)
      FROM (SELECT count(DISTINCT id)::integer AS seen FROM sweep_page p, unnest(p.ids) AS id
        WHERE p.environment_id = ${ctx.environment.id} AND p.run_id = ${run.id}::uuid) s
      WHERE ${mine(ctx, run)}`
    if (held === 0) throw new RunLost()
    return { result: undefined }
  })
}

export type Step = { requests: number; missing?: number; updated?: number; removed?: number; checked?: number }

/** Throws `RunLost`. */
export async function noteStep(ctx: Ctx, run: HeldRun, step: Step): Promise<void> {
  const { requests, missing = null, updated = 0, removed = 0, checked = 0 } = step
  await record(ctx, "mirror:write", async (tx) => {
    const held = await tx.$executeRaw`
      UPDATE sweep_run SET heartbeat_at = clock_timestamp(), requests = ${requests}, missing = coalesce(${missing}::integer, missing),
        updated = updated + ${updated}::integer, removed = removed + ${removed}::integer, checked = checked + ${checked}::integer
      WHERE ${mine(ctx, run)}`
    if (held === 0) throw new RunLost()
    return { result: undefined }
  })
}

/** The condition that a statement of a holder carries: without it a process that was thought dead would write on. */
export const mine = (ctx: Ctx, { id, holder }: HeldRun): Prisma.Sql =>
  Prisma.sql`sweep_run.environment_id = ${ctx.environment.id} AND sweep_run.id = ${id}::uuid AND holder = ${holder}::uuid AND state = 'running'`

/** The database's clock; a play's own where one is on. */
const clock = (ctx: Ctx): Prisma.Sql =>
  ctx.seeded ? Prisma.sql`${ctx.now()}::timestamptz` : Prisma.sql`clock_timestamp()`
