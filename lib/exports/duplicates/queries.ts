import type { Ctx } from "@/lib/ctx"
import { bestFirst } from "@/lib/duplicates/rules"
import type { DuplicateFileFilter } from "@/lib/duplicates/schema"
import { guarded, isoInstant } from "@/lib/exports/rules"
import type { ExportCopy } from "@/lib/exports/schema"

/** One row a link of a group of two or more, group after group in the order of their key, the survivor first. */
export function duplicatesCopy(ctx: Ctx, filter: DuplicateFileFilter, raw: boolean): ExportCopy {
  const own = `environment_id = ${ctx.environment.id}`
  const parameters: Record<string, string> = {}
  const conditions = [`g.${own}`]
  if (filter.queue !== "") conditions.push(`g.shared_login = ${filter.queue === "shared"}`)
  if (filter.institution.length > 0) {
    parameters.institutions = JSON.stringify(filter.institution)
    conditions.push(
      "g.institution IN (SELECT jsonb_array_elements_text(current_setting('enlace.p_institutions')::jsonb))",
    )
  }
  const ofGroup = `l.${own} AND l.institution_user_id = g.institution_user_id AND l.institution = g.institution AND l.removed_at IS NULL`
  if (filter.broken) conditions.push(`NOT EXISTS (SELECT FROM link l WHERE ${ofGroup} AND l.status = 'valid')`)
  const query = `SELECT ${columnsOf(raw).join(", ")} FROM duplicate_group g CROSS JOIN LATERAL (
      SELECT l.*, row_number() OVER (ORDER BY ${bestFirst}) AS rank FROM link l WHERE ${ofGroup}) AS m
    WHERE ${conditions.join(" AND ")} ORDER BY g.institution, g.institution_user_id, m.rank`
  return { query, parameters }
}

function columnsOf(raw: boolean): string[] {
  const text = (column: string) => `${guarded(`m.${column}`, raw)} AS ${column}`
  const instant = (column: string) => `${isoInstant(`m.${column}`)} AS ${column}`
  return [
    text("institution"),
    text("institution_user_id"),
    "m.id",
    text("external_id"),
    text("status"),
    instant("created_at"),
    "(m.rank = 1)::text AS survivor",
    "g.shared_login::text AS shared_login",
    text("access_mode"),
    text("refresh_rate"),
    text("credentials_storage"),
    instant("last_accessed_at"),
    "g.id AS group_id",
  ]
}
