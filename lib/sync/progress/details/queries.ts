import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import type { SweepRun } from "@/lib/sync/queries"
import { type Day, minuteMs } from "@/lib/time"
import { Prisma } from "@/prisma/generated/client"

export type RunWindow = {
  id: number
  kind: string
  /** The first and the last day of creation; null is open. */
  from: Day | null
  to: Day | null
  /** The first 40 by name; none are all. */
  institutions: readonly string[]
  institutionCount: number
  statuses: readonly string[]
  expected: number | null
  count: number | null
  seen: number | null
  passes: number
  state: string
  readAt: Date | null
}
export type RunWindows = { windows: readonly RunWindow[]; counts: readonly { state: string; windows: number }[] }

const mostWindows = 200

/** What a run asks for: first what went otherwise than planned, then what is still to come, then the rest; at most 200. */
export function listRunWindows(ctx: Ctx, { id }: Pick<SweepRun, "id">): Promise<RunWindows> {
  return read(ctx, "links:read", async (db) => ({
    windows: await db.$queryRaw<RunWindow[]>`
      SELECT id, kind, from_day::text AS "from", (before_day - 1)::text AS "to", coalesce(institutions[1:40], '{}') AS institutions,
        coalesce(cardinality(institutions), 0) AS "institutionCount", coalesce(statuses, '{}') AS statuses, expected, count, seen,
        passes::integer AS passes, state, read_at AS "readAt"
      FROM sweep_window WHERE environment_id = ${ctx.environment.id} AND run_id = ${id}::uuid
      ORDER BY CASE state WHEN 'read' THEN 2 WHEN 'waiting' THEN 1 ELSE 0 END, id LIMIT ${mostWindows}::integer`,
    counts: await db.$queryRaw<{ state: string; windows: number }[]>`
      SELECT state, count(*)::integer AS windows FROM sweep_window
      WHERE environment_id = ${ctx.environment.id} AND run_id = ${id}::uuid GROUP BY state ORDER BY 2 DESC, 1`,
  }))
}

export type RunChange = {
  id: string
  at: Date
  linkId: string
  kind: string
  before: string | null
  after: string | null
  institution: string
  requestId: string | null
}

const mostChanges = 50

type Caused = Pick<SweepRun, "id" | "startedAt" | "finishedAt" | "inserted">

/** The newest 50 events of links that a run has caused. */
export async function listRunChanges(ctx: Ctx, { id, startedAt, finishedAt, inserted }: Caused): Promise<RunChange[]> {
  if (!startedAt) return []
  const from = new Date(startedAt.getTime() - minuteMs)
  const to = finishedAt ? new Date(finishedAt.getTime() + minuteMs) : null
  const caused = (kinds: Prisma.Sql) => Prisma.sql`(
    SELECT id, at, link_id, kind, before, after, institution, request_id FROM link_event
    WHERE environment_id = ${ctx.environment.id} AND at >= ${from}::timestamptz AND at <= coalesce(${to}::timestamptz, 'infinity')
      AND cause = 'sweep' AND cause_id = ${id} AND ${kinds}
    ORDER BY at DESC, id DESC LIMIT ${mostChanges}::integer)`
  // A first load brings a million that appear, which no index has by their cause: a run that has none does not look among them.
  const parts = [
    caused(Prisma.sql`kind <> 'appeared'`),
    ...(inserted > 0 ? [caused(Prisma.sql`kind = 'appeared'`)] : []),
  ]
  return read(
    ctx,
    "links:read",
    (db) => db.$queryRaw<RunChange[]>`
      SELECT id::text, at, link_id::text AS "linkId", kind, before, after, institution, request_id AS "requestId"
      FROM (${Prisma.join(parts, " UNION ALL ")}) e ORDER BY at DESC, e.id DESC LIMIT ${mostChanges}::integer`,
  )
}
