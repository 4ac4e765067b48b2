import type { Ctx } from "@/lib/ctx"
import { guarded, isoInstant } from "@/lib/exports/rules"
import type { ExportCopy } from "@/lib/exports/schema"
import { countAsOf, planFile } from "@/lib/history/as-of/queries"
import type { AsOfParams } from "@/lib/history/as-of/schema"
import { bySettings } from "@/lib/links/where/queries"
import { type Condition, condition, raw as plain, text } from "@/lib/links/where/rules"

/** The links as they were, under the names of the list of now; what is not recorded of a past day is empty. In order while the count is exact. */
export async function thenCopy(ctx: Ctx, params: AsOfParams, raw: boolean): Promise<ExportCopy> {
  const { exact } = await countAsOf(ctx, params)
  const { rows, since, recording } = await planFile(ctx, params)
  const way = params.sort.key === "createdAt" && !params.sort.descending ? "ASC" : "DESC"
  const order = exact ? `ORDER BY shown.created_at ${way}, shown.id ${way}` : ""
  const days = { asOf: params.asOf, recordedOn: recording.last ?? "" }
  const file = condition`SELECT ${columnsOf({ raw, since, days })} FROM (${rows}) AS shown ${plain(order)}`
  const { text: query, parameters } = bySettings(file)
  return { query, parameters }
}

type Columns = { raw: boolean; since: Condition; days: { asOf: string; recordedOn: string } }

function columnsOf({ raw, since, days }: Columns): Condition {
  const string = (name: string) => `${guarded(name, raw)} AS ${name}`
  const instant = (name: string) => `${isoInstant(`shown.${name}`)} AS ${name}`
  const unrecorded = (name: string) => `NULL AS ${name}`
  const ofBelvo = [
    ...["id", string("institution"), string("access_mode"), string("status"), string("refresh_rate"), "created_by"],
    ...[
      unrecorded("last_accessed_at"),
      string("external_id"),
      instant("created_at"),
      unrecorded("institution_user_id"),
    ],
    ...[string("credentials_storage"), unrecorded("stale_in"), unrecorded("fetch_resources")],
  ].join(", ")
  const ours = [
    ...[unrecorded("last_seen_at"), instant("removed_at"), instant("first_seen_at"), unrecorded("refresh_due_at")],
    ...["known", "external_hash IS NOT NULL AS external_id_changed_since"],
  ].join(", ")
  const statusSince = condition`replace(((${since}) AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z' AS status_since`
  const dated = condition`${text(days.asOf)} AS as_of, nullif(${text(days.recordedOn)}, '') AS recorded_on`
  return condition`${plain(ofBelvo)}, ${statusSince}, ${plain(ours)}, ${dated}`
}
