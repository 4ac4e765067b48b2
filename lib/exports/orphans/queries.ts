import type { Ctx } from "@/lib/ctx"
import { guarded, isoInstant } from "@/lib/exports/rules"
import type { ExportCopy } from "@/lib/exports/schema"
import { expectAdoptionExport } from "@/lib/orphans/adoptions/queries"
import { reasonsOf, statesOf } from "@/lib/orphans/queries"
import type { MissingListParams, OrphanFilter } from "@/lib/orphans/schema"

/** The list as filtered, whole; without an order, so that its first byte waits for no sort. */
export function orphansCopy(ctx: Ctx, filter: OrphanFilter, raw: boolean): ExportCopy {
  const { status, institution } = filter
  const where = [
    `o.environment_id = ${ctx.environment.id}`,
    "o.reason = ANY (string_to_array(current_setting('enlace.p_reasons'), ','))",
    "o.state = ANY (string_to_array(current_setting('enlace.p_states'), ','))",
    ...(status === null ? [] : ["o.status = current_setting('enlace.p_status')"]),
    ...(institution === null ? [] : ["o.institution = current_setting('enlace.p_institution')"]),
  ]
  const query = `SELECT o.link_id AS id, ${guarded("l.institution", raw)} AS institution, ${guarded("l.external_id", raw)} AS external_id,
      ${guarded("l.status", raw)} AS status, ${isoInstant("l.created_at")} AS created_at, o.reason, o.confidence,
      ${guarded("o.matched_external_id", raw)} AS matched_external_id, o.evidence_link_id, o.rivals AS other_users, o.state
    FROM orphan o JOIN link l ON l.environment_id = o.environment_id AND l.id = o.link_id WHERE ${where.join(" AND ")}`
  const parameters = {
    ...{ reasons: reasonsOf(filter).join(","), states: statesOf(filter).join(",") },
    ...(status === null ? {} : { status }),
    ...(institution === null ? {} : { institution }),
  }
  return { query, parameters }
}

/** What the directory knows and Belvo has not: a row for each user who knows it. */
export function missingCopy(ctx: Ctx, { kind }: Pick<MissingListParams, "kind">, raw: boolean): ExportCopy {
  const query = `SELECT m.link_id, ${guarded("e.external_id", raw)} AS external_id, m.kind, ${guarded("l.institution", raw)} AS institution,
      ${isoInstant("l.removed_at")} AS removed_at
    FROM missing_link m
    JOIN directory_entry e ON e.environment_id = m.environment_id AND e.link_id = m.link_id AND e.removed_by IS NULL
    LEFT JOIN link l ON l.environment_id = m.environment_id AND l.id = m.link_id
    WHERE m.environment_id = ${ctx.environment.id} AND current_setting('enlace.p_kind') IN ('', m.kind)`
  return { query, parameters: { kind } }
}

/** For the operator's own database: values as they are, and for one id always the same bytes. */
export async function adoptionsCopy(ctx: Ctx, { batch }: { batch: string | null }): Promise<ExportCopy> {
  const { id } = await expectAdoptionExport(ctx, { id: batch ?? "" })
  const query = `SELECT d.link_id, d.external_id, d.basis AS reason, m.email AS decided_by, ${isoInstant("d.decided_at")} AS decided_at
    FROM orphan_decision d JOIN member m ON m.id = d.decided_by
    WHERE d.environment_id = ${ctx.environment.id} AND d.export_id = current_setting('enlace.p_batch')::uuid
    ORDER BY d.decided_at, d.id`
  return { query, parameters: { batch: id } }
}
