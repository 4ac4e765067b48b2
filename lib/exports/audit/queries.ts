import type { AuditFilter } from "@/lib/audit/schema"
import type { Ctx } from "@/lib/ctx"
import { guarded, isoInstant } from "@/lib/exports/rules"
import type { ExportCopy } from "@/lib/exports/schema"
import { addDays, startOfDay } from "@/lib/time"

/** Entries in their order, each with the hash that chains it. */
export function auditCopy(ctx: Ctx, filter: AuditFilter): ExportCopy {
  const parameters: Record<string, string> = {}
  const setting = (name: string, value: string, type: string) => {
    parameters[name] = value
    return `current_setting('enlace.p_${name}')::${type}`
  }
  const chain = filter.chain === "installation" ? 0 : ctx.environment.id
  const where = [
    `environment_id = ${chain}`,
    filter.actor && `actor = ${setting("actor", filter.actor, "text")}`,
    filter.action && `action = ${setting("action", filter.action, "text")}`,
    filter.entityId && `entity_id = ${setting("entity_id", filter.entityId, "text")}`,
    filter.from && `at >= ${setting("from", startOfDay(filter.from).toISOString(), "timestamptz")}`,
    filter.to && `at < ${setting("to", startOfDay(addDays(filter.to, 1)).toISOString(), "timestamptz")}`,
  ].filter((part) => part !== null)
  const query = `SELECT seq, ${isoInstant("at")} AS at, actor, action, entity, ${guarded("entity_id", false)} AS entity_id,
      body, encode(previous_hash, 'hex') AS previous_hash, encode(hash, 'hex') AS hash
    FROM audit_entry WHERE ${where.join(" AND ")} ORDER BY seq`
  return { query, parameters }
}
