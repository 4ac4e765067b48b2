import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import type { Recoveries, RecoveryPeriod, RecoveryReport } from "@/lib/history/recoveries/schema"
import { dayMs } from "@/lib/time"

type Row = Recoveries & { kind: "all" | "institution" | "cause"; name: string | null; displayName: string | null }

/** From the loss of `valid` to its return, of all losses within the period: all together, by institution, by what showed the return. */
export function getRecoveries(ctx: Ctx, { days }: { days: RecoveryPeriod }): Promise<RecoveryReport> {
  const now = ctx.now()
  const since = new Date(now.getTime() - Number(days) * dayMs)
  return read(ctx, "links:read", async (db) => {
    // Between a loss and what ends it, a link may change from one broken status to another: those events are left out.
    const rows = await db.$queryRaw<Row[]>`
      WITH told AS (
        SELECT institution, at, kind, before, cause, lead(at) OVER later AS end_at, lead(kind) OVER later AS end_kind, lead(cause) OVER later AS end_cause
        FROM link_event
        WHERE environment_id = (SELECT bound_environment()) AND kind IN ('status', 'removed') AND at > ${since} AND at <= ${now}
          AND (kind = 'removed' OR before = 'valid' OR after = 'valid')
        WINDOW later AS (PARTITION BY link_id ORDER BY at, id)
      ), loss AS (
        SELECT institution, end_kind, CASE WHEN end_kind = 'status' THEN end_cause END AS cause,
               CASE WHEN end_kind = 'status' THEN extract(epoch FROM end_at - at)::float8 * 1000 END AS ms
        FROM told WHERE kind = 'status' AND before = 'valid'
      ), summed AS (
        SELECT CASE WHEN grouping(institution) = 0 THEN 'institution' WHEN grouping(cause) = 0 THEN 'cause' ELSE 'all' END AS kind,
               coalesce(institution, cause) AS name, count(*)::integer AS lost, count(ms)::integer AS recovered,
               count(*) FILTER (WHERE end_kind = 'removed')::integer AS removed,
               percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) AS "medianMs", percentile_cont(0.9) WITHIN GROUP (ORDER BY ms) AS "p90Ms"
        FROM loss GROUP BY GROUPING SETS ((), (institution), (cause))
      )
      SELECT s.*, i.display_name AS "displayName" FROM summed s
      LEFT JOIN institution i ON i.environment_id = ${ctx.environment.id} AND s.kind = 'institution' AND i.name = s.name
      ORDER BY s.lost DESC, s.name`
    return toReport(rows)
  })
}

const none: Recoveries = { lost: 0, recovered: 0, removed: 0, medianMs: null, p90Ms: null }

function toReport(rows: readonly Row[]): RecoveryReport {
  const named = (kind: Row["kind"]) =>
    rows.flatMap(({ kind: of, name, ...row }) => (of === kind && name !== null ? [{ ...row, name }] : []))
  const [all] = rows.filter(({ kind }) => kind === "all").map(toRecoveries)
  return {
    all: all ?? none,
    institutions: named("institution").map(({ name, displayName, ...row }) => ({
      institution: name,
      displayName,
      ...toRecoveries(row),
    })),
    causes: named("cause").map(({ name, recovered, medianMs, p90Ms }) => ({ cause: name, recovered, medianMs, p90Ms })),
  }
}

const toRecoveries = ({ lost, recovered, removed, medianMs, p90Ms }: Recoveries): Recoveries => ({
  lost,
  recovered,
  removed,
  medianMs,
  p90Ms,
})
