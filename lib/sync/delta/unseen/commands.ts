import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { rereadLinks } from "@/lib/mirror/commands"
import { noteStep } from "@/lib/sync/runs/commands"
import type { SweepState } from "@/lib/sync/schema"
import type { Sweep } from "@/lib/sync/sweep/commands"
import type { Day } from "@/lib/time"
import { Prisma } from "@/prisma/generated/client"

/** As many ids as Belvo takes in one request. */
const idsAtOnce = 150
/** What is left is the next sweeps'. */
const mostRequests = 5

/**
 * Links that should have been in a window and were not have changed, moved or gone: they are asked for by their ids. Whether one
 * is gone a full sweep finds out, which can tell a lost link from a lost account.
 */
export async function rereadUnseen(sweep: Sweep): Promise<{ state: SweepState; missing: number }> {
  const { ctx, run } = sweep
  const unseen = await listUnseen(sweep)
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

type Asked = {
  id: number
  from: Day | null
  before: Day | null
  institutions: string[]
  statuses: string[]
  observedAt: Date
}

/** At most as many as may be asked for; others at the next delta, so that links that are gone do not keep the rest waiting. */
async function listUnseen({ ctx, run, signal }: Sweep): Promise<string[]> {
  const most = mostRequests * idsAtOnce
  let unseen = new Map<string, string>()
  for (const asked of await listAsked(ctx, run.id)) {
    signal.throwIfAborted()
    for (const { id, rank } of await unseenIn(ctx, run.id, asked, most)) unseen.set(id, rank)
    unseen = new Map([...unseen].toSorted(([, a], [, b]) => (a < b ? -1 : 1)).slice(0, most))
  }
  return [...unseen.keys()]
}

function listAsked(ctx: Ctx, runId: string): Promise<Asked[]> {
  return read(
    ctx,
    "mirror:write",
    (db) => db.$queryRaw<Asked[]>`
      SELECT w.id, w.from_day::text AS "from", w.before_day::text AS before, coalesce(w.institutions, '{}') AS institutions,
        coalesce(w.statuses, '{}') AS statuses, min(p.observed_at) AS "observedAt"
      FROM sweep_window w JOIN sweep_page p ON p.environment_id = w.environment_id AND p.run_id = w.run_id AND p."window" = w.id
      WHERE w.environment_id = ${ctx.environment.id} AND w.run_id = ${runId}::uuid AND w.state = 'read'
      GROUP BY w.environment_id, w.run_id, w.id`,
  )
}

/** `rank`: another order in each run. */
type Unseen = { id: string; rank: string }

/** One window and its own pages, with no more conditions than it has: the indices of the list then serve it. */
function unseenIn(ctx: Ctx, runId: string, asked: Asked, most: number): Promise<Unseen[]> {
  const { from, before, institutions, statuses } = asked
  const conditions = [
    Prisma.sql`l.environment_id = ${ctx.environment.id} AND l.removed_at IS NULL AND l.observed_at < ${asked.observedAt}::timestamptz`,
    ...(from ? [Prisma.sql`l.created_at >= ${from}::date::timestamp AT TIME ZONE 'UTC'`] : []),
    ...(before ? [Prisma.sql`l.created_at < ${before}::date::timestamp AT TIME ZONE 'UTC'`] : []),
    ...(institutions.length > 0 ? [Prisma.sql`l.institution = ANY (${institutions}::text[])`] : []),
    ...(statuses.length > 0 ? [Prisma.sql`l.status = ANY (${statuses}::text[])`] : []),
  ]
  return read(
    ctx,
    "mirror:write",
    (db) => db.$queryRaw<Unseen[]>`
      WITH seen AS MATERIALIZED (
        SELECT DISTINCT unnest(ids) AS id FROM sweep_page
        WHERE environment_id = ${ctx.environment.id} AND run_id = ${runId}::uuid AND "window" = ${asked.id}
      )
      SELECT l.id::text, md5(l.id::text || ${runId}) AS rank FROM link l WHERE ${Prisma.join(conditions, " AND ")} AND NOT EXISTS (SELECT FROM seen WHERE seen.id = l.id)
      ORDER BY rank LIMIT ${most}`,
  )
}
