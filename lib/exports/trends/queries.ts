import type { Ctx } from "@/lib/ctx"
import type { ExportCopy } from "@/lib/exports/schema"
import { getTrend } from "@/lib/history/trends/queries"
import type { TrendFilter } from "@/lib/history/trends/schema"

/** A row a recorded day and status; days without a completed sweep have none. */
export async function trendsCopy(ctx: Ctx, filter: TrendFilter): Promise<ExportCopy> {
  const { days, statuses } = await getTrend(ctx, filter)
  const rows = days.flatMap(({ day, counts }) =>
    counts ? statuses.map((status) => ({ day, status, links: counts[status] ?? 0 })) : [],
  )
  const query = `SELECT day, status, links FROM jsonb_to_recordset(current_setting('enlace.p_rows')::jsonb)
    AS row (day date, status text, links integer)`
  return { query, parameters: { rows: JSON.stringify(rows) } }
}
