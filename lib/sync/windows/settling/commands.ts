import type { Ctx } from "@/lib/ctx"
import type { Tx } from "@/lib/db"
import { type HeldRun, mine } from "@/lib/sync/runs/commands"
import { insertWindows, type StoredWindow, type WindowState, whole } from "@/lib/sync/windows/commands"
import type { Window } from "@/lib/sync/windows/rules"
import type { Day } from "@/lib/time"

/** Taken, and yet to be compared. Part of the caller's transaction. */
export async function noteCount(tx: Tx, ctx: Ctx, run: HeldRun, { id, count }: { id: number; count: number }) {
  const where = { environmentId: ctx.environment.id, runId: run.id, id }
  await tx.sweepWindow.updateMany({ where, data: { count } })
}

export type Settled = { state: WindowState; count?: number; seen?: number; passes?: number }

/** Part of the caller's transaction. */
export async function settleWindow(tx: Tx, ctx: Ctx, run: HeldRun, id: number, settled: Settled): Promise<void> {
  const { state, count = null, seen = null, passes = 0 } = settled
  await tx.$executeRaw`
    UPDATE sweep_window SET state = ${state}, count = ${count}::integer, seen = ${seen}::integer, passes = ${passes}::smallint,
      read_at = clock_timestamp()
    WHERE environment_id = ${ctx.environment.id} AND run_id = ${run.id}::uuid AND id = ${id}`
}

/** In place of one that is too full. Part of the caller's transaction. */
export async function splitWindow(
  tx: Tx,
  ctx: Ctx,
  run: HeldRun,
  { window, count, into }: { window: StoredWindow; count: number; into: readonly Pick<Window, "from" | "before">[] },
): Promise<void> {
  await settleWindow(tx, ctx, run, window.id, { state: "split", count })
  const { kind, span, institutions, statuses } = window
  const halves = into.map((range) => ({ ...range, kind, span, institutions, statuses, expected: null }))
  await insertWindows(tx, ctx, run, halves)
  await tx.$executeRaw`UPDATE sweep_run SET expected = ${count} WHERE ${mine(ctx, run)} AND expected IS NULL`
}

type Whole = { span: number; count?: number | null }

/**
 * The whole span in one window, since its parts do not add up to it, or can't be asked for. False where it has no parts that
 * somebody counts. Part of the caller's transaction.
 */
export async function readWhole(tx: Tx, ctx: Ctx, run: HeldRun, { span, count = null }: Whole): Promise<boolean> {
  const where = { environmentId: ctx.environment.id, runId: run.id, span }
  const [counting] = await tx.$queryRaw<{ id: number; from: Day | null; before: Day | null }[]>`
    SELECT id, from_day::text AS "from", before_day::text AS before FROM sweep_window
    WHERE environment_id = ${ctx.environment.id} AND run_id = ${run.id}::uuid AND span = ${span} AND kind <> 'links' AND state = 'waiting'
    FOR UPDATE`
  if (!counting) return false
  const { id, ...range } = counting
  await settleWindow(tx, ctx, run, id, count === null ? { state: "skipped" } : { state: "restless", count })
  await tx.sweepWindow.updateMany({ where: { ...where, kind: "links", state: "waiting" }, data: { state: "skipped" } })
  await insertWindows(tx, ctx, run, [{ ...whole({ span, ...range }), expected: count }])
  return true
}

/** What the windows of a span have added up to. */
export async function sumOfSpan(tx: Tx, ctx: Ctx, run: HeldRun, span: number): Promise<number> {
  const { _sum } = await tx.sweepWindow.aggregate({
    where: { environmentId: ctx.environment.id, runId: run.id, span, kind: "links", state: { not: "split" } },
    _sum: { count: true },
  })
  return _sum.count ?? 0
}
