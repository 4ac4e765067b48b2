import type { Tx } from "@/lib/db"
import { cancelUnless } from "@/lib/duplicates/plans/moving/commands"
import { conflict } from "@/lib/errors"

/** Throws CONFLICT once a link of the plan has been deleted, or is about to be. */
export const cancelPlan = cancelUnless(refuseAfterDeletion)

async function refuseAfterDeletion(tx: Tx, plan: { environmentId: number; planId: string }): Promise<void> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT FROM duplicate_plan_item i
    WHERE i.environment_id = ${plan.environmentId} AND i.plan_id = ${plan.planId}::uuid AND EXISTS (
      SELECT FROM deletion d WHERE d.environment_id = i.environment_id AND d.link_id = i.old_link_id
        AND d.state IN ('requested', 'sent', 'accepted', 'done', 'already_gone'))
    LIMIT 1`
  if (rows.length > 0) throw conflict("plan.deleted")
}
