import type { BelvoError } from "@/lib/belvo/errors"
import type { Ctx } from "@/lib/ctx"
import { read, type Tx } from "@/lib/db"
import type { HeldRun } from "@/lib/sync/runs/commands"
import type { SweepFailure } from "@/lib/sync/schema"
import { insertWindows, listCells, type StoredWindow, toPlanned } from "@/lib/sync/windows/commands"
import { documentedOf, mostRefusals, narrow } from "@/lib/sync/windows/refusals/rules"
import { readWhole, settleWindow } from "@/lib/sync/windows/settling/commands"
import { type Day, toDay } from "@/lib/time"

/**
 * In place of a window that Belvo refuses: the statuses of it that Belvo documents, or its span whole, or smaller windows, or the
 * word that nobody can ask for it. A delta leaves it to the next full sweep. Answers whether the whole span is read in place of its windows, and throws `error`
 * where too much is refused. Part of the caller's transaction.
 */
export async function replaceRefused(
  tx: Tx,
  ctx: Ctx,
  run: HeldRun,
  { window, error }: { window: StoredWindow; error: BelvoError },
): Promise<boolean> {
  const where = { environmentId: ctx.environment.id, runId: run.id, state: { in: ["blocked", "narrowed", "refused"] } }
  if ((await tx.sweepWindow.count({ where })) >= mostRefusals) throw error
  const documented = documentedOf(window.statuses)
  if (documented.length < window.statuses.length) {
    await settleWindow(tx, ctx, run, window.id, { state: "narrowed" })
    await insertWindows(tx, ctx, run, documented.length > 0 ? [{ ...window, statuses: documented }] : [])
    return false
  }
  const isSplit = window.institutions.length > 0
  const isWhole = run.kind === "full" && isSplit && (await readWhole(tx, ctx, run, { span: window.span }))
  if (isWhole || run.kind === "delta") {
    await settleWindow(tx, ctx, run, window.id, { state: "blocked" })
    return isWhole
  }
  const institutions = await tx.institution.findMany({
    where: { environmentId: ctx.environment.id },
    select: { name: true },
  })
  const known = { institutions: institutions.map(({ name }) => name), today: toDay(ctx.now()) }
  const { span, from, before, expected, statuses } = window
  const refused = { group: span, from, before, expected, institutions: isSplit ? window.institutions : null }
  const parts = narrow(refused, { ...known, cells: await listCells(ctx, window) })
  await settleWindow(tx, ctx, run, window.id, { state: parts.length > 0 ? "narrowed" : "refused" })
  await insertWindows(tx, ctx, run, toPlanned(parts, statuses))
  return false
}

type RefusedRow = { from: Day | null; to: Day | null; institutions: string[] | null; windows: number }

/** Why a run is not complete though it has read everything else; null where nothing was refused in the end. */
export function findRefusal(ctx: Ctx, run: HeldRun): Promise<SweepFailure | null> {
  return read(ctx, "mirror:write", async (db) => {
    const [first] = await db.$queryRaw<RefusedRow[]>`
      SELECT from_day::text AS "from", (before_day - 1)::text AS "to", institutions, (count(*) OVER ())::integer AS windows FROM sweep_window
      WHERE environment_id = ${ctx.environment.id} AND run_id = ${run.id}::uuid AND state = 'refused'
      ORDER BY from_day NULLS FIRST, id LIMIT 1`
    if (!first) return null
    const { from, to, institutions, windows } = first
    const what = `${from ?? "the beginning"} to ${to ?? "now"}${institutions?.length ? `, ${institutions.join(", ")}` : ""}`
    const message = `Belvo's firewall refuses ${windows} windows, the first: links created from ${what}`
    return { kind: "blocked", code: "windows_refused", message, requestId: null }
  })
}
