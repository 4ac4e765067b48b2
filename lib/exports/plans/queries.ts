import type { Ctx } from "@/lib/ctx"
import { findPlan } from "@/lib/duplicates/plans/queries"
import { isExported } from "@/lib/duplicates/plans/rules"
import type { RemapParams } from "@/lib/duplicates/plans/schema"
import { conflict, notFound } from "@/lib/errors"
import { isoInstant } from "@/lib/exports/rules"
import type { ExportCopy } from "@/lib/exports/schema"

/**
 * For the operator's own database: which link id takes the place of which. Values are raw. Throws NOT_FOUND, and CONFLICT where the
 * plan has not been reviewed.
 */
export async function remapCopy(ctx: Ctx, { plan }: RemapParams): Promise<ExportCopy> {
  const found = await findPlan(ctx, { planId: plan ?? "" })
  if (!found) throw notFound()
  if (!isExported(found.state)) throw conflict("plan.notReviewed")
  const query = `SELECT i.old_link_id, i.new_link_id, i.external_id, g.institution, g.institution_user_id, g.reason, m.email AS decided_by,
      ${isoInstant("g.decided_at")} AS decided_at
    FROM duplicate_plan_item i
    JOIN duplicate_plan_group g ON g.environment_id = i.environment_id AND g.plan_id = i.plan_id AND g.group_no = i.group_no
    LEFT JOIN member m ON m.id = g.decided_by
    WHERE i.environment_id = ${ctx.environment.id} AND i.plan_id = current_setting('enlace.p_plan')::uuid
    ORDER BY i.group_no, i.old_link_id`
  return { query, parameters: { plan: found.id } }
}
