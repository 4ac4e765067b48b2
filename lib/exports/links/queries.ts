import type { Ctx } from "@/lib/ctx"
import { invalid } from "@/lib/errors"
import { thenCopy } from "@/lib/exports/links/then/queries"
import { guarded, isoInstant } from "@/lib/exports/rules"
import type { ExportCopy } from "@/lib/exports/schema"
import { toAsOf } from "@/lib/history/as-of/queries"
import { countLinks } from "@/lib/links/list/queries"
import type { LinkListParams, LinkSort } from "@/lib/links/schema"
import { linkWhereBySettings } from "@/lib/links/where/queries"

/** The list as filtered. In the list's order while its count is exact; a longer file comes as it is stored, without a sort before its first byte. */
export async function linksCopy(ctx: Ctx, params: LinkListParams, raw: boolean): Promise<ExportCopy> {
  const then = toAsOf(params, ctx.now())
  if (then) return thenCopy(ctx, then, raw)
  // The page can say that it shows now instead; a file would only look like the day asked for.
  if (params.asOf !== null) throw invalid("asOfNotOver", { values: { day: params.asOf } })
  const { exact } = await countLinks(ctx, params)
  const { where, parameters } = linkWhereBySettings(params, ctx.now())
  const query = `SELECT ${columnsOf(raw).join(", ")} FROM link
    WHERE environment_id = ${ctx.environment.id} AND ${where}${exact ? ` ORDER BY ${orderOf(params)}` : ""}`
  return { query, parameters }
}

const lastSweep = `(SELECT started_at FROM sweep_run WHERE state = 'completed' AND kind = 'full' ORDER BY created_at DESC LIMIT 1)`

/** Belvo's thirteen names first, in this order; then ours. */
function columnsOf(raw: boolean): string[] {
  const text = (column: string, name = column) => `${guarded(column, raw)} AS ${name}`
  const instant = (column: string) => `${isoInstant(column)} AS ${column}`
  return [
    "id",
    text("institution"),
    text("access_mode"),
    text("status"),
    text("refresh_rate"),
    "created_by",
    instant("last_accessed_at"),
    text("external_id"),
    instant("created_at"),
    text("institution_user_id"),
    text("credentials_storage"),
    text("stale_in"),
    text("array_to_string(fetch_resources, '|')", "fetch_resources"),
    instant("status_since"),
    `${isoInstant(`CASE WHEN removed_at IS NULL THEN greatest(observed_at, ${lastSweep}) ELSE observed_at END`)} AS last_seen_at`,
    instant("removed_at"),
    instant("first_seen_at"),
    instant("refresh_due_at"),
    "duplicate::text AS duplicate",
    "orphan::text AS orphan",
  ]
}

const sortColumns: Record<LinkSort, readonly string[]> = {
  createdAt: ["created_at"],
  statusSince: ["status_since"],
  lastAccessedAt: ["last_accessed_at"],
  externalId: ["external_id"],
  status: ["severity", "status_since"],
}

function orderOf({ sort }: LinkListParams): string {
  const direction = sort.descending ? "DESC" : "ASC"
  return [...sortColumns[sort.key], "id"].map((column) => `${column} ${direction} NULLS LAST`).join(", ")
}
