import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { rereadLinks } from "@/lib/mirror/commands"
import { noteStep } from "@/lib/sync/runs/commands"
import type { SweepState } from "@/lib/sync/schema"
import type { Sweep } from "@/lib/sync/sweep/commands"

/** As many ids as Belvo takes in one request. */
const idsAtOnce = 150
/** What is left is the next sweeps'. */
const mostRequests = 20

/**
 * Links that should have been in a window and were not have changed, moved or gone: they are asked for by their ids. Whether one
 * is gone a full sweep finds out, which can tell a lost link from a lost account.
 */
export async function rereadUnseen(sweep: Sweep): Promise<{ state: SweepState; missing: number }> {
  const { ctx, run } = sweep
  const unseen = await listUnseen(ctx, run.id)
  let missing = 0
  for (let from = 0; from < unseen.length; from += idsAtOnce) {
    sweep.signal.throwIfAborted()
    const linkIds = unseen.slice(from, from + idsAtOnce)
    const asked = await rereadLinks(ctx, { linkIds, priority: "sweep", cause: "sweep", causeId: run.id })
    missing += asked.missing.length
    await noteStep(ctx, run, { requests: sweep.requests(), missing, updated: asked.updated })
  }
  return { state: "completed", missing }
}

function listUnseen(ctx: Ctx, runId: string): Promise<string[]> {
  return read(ctx, "mirror:write", async (db) => {
    const rows = await db.$queryRaw<{ id: string }[]>`
      WITH asked AS MATERIALIZED (
        SELECT w.*, (SELECT min(observed_at) FROM sweep_page p
          WHERE p.environment_id = w.environment_id AND p.run_id = w.run_id AND p."window" = w.id) AS observed_at
        FROM sweep_window w WHERE w.environment_id = ${ctx.environment.id} AND w.run_id = ${runId}::uuid AND w.state = 'read'
      ), seen AS MATERIALIZED (
        SELECT DISTINCT unnest(ids) AS id FROM sweep_page WHERE environment_id = ${ctx.environment.id} AND run_id = ${runId}::uuid
      )
      SELECT DISTINCT l.id::text FROM asked w JOIN link l ON l.environment_id = w.environment_id AND l.removed_at IS NULL
        AND (w.from_day IS NULL OR l.created_at >= w.from_day::timestamp AT TIME ZONE 'UTC')
        AND (w.before_day IS NULL OR l.created_at < w.before_day::timestamp AT TIME ZONE 'UTC')
        AND (cardinality(w.institutions) = 0 OR l.institution = ANY (w.institutions))
        AND (cardinality(w.statuses) = 0 OR l.status = ANY (w.statuses))
        AND l.observed_at < w.observed_at
      WHERE NOT EXISTS (SELECT FROM seen WHERE seen.id = l.id)
      ORDER BY 1 LIMIT ${mostRequests * idsAtOnce}`
    return rows.map(({ id }) => id)
  })
}
