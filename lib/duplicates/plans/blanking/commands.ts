import type { Tx } from "@/lib/db"
import { survivorReasons } from "@/lib/duplicates/rules"
import { Prisma } from "@/prisma/generated/client"

/**
 * Which links were duplicates of which stays; whose they were, and what a person wrote of them, goes. Part of the transaction that
 * blanks the links. A group that a plan still has keeps its login until it is freed.
 */
export async function blankPlans(tx: Tx, environmentId: number, linkIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE duplicate_plan_group g
    SET institution_user_id = CASE WHEN g.open THEN g.institution_user_id ELSE '' END, reason = ${ruleReason}
    FROM duplicate_plan_item i
    WHERE i.environment_id = ${environmentId} AND i.old_link_id = ANY (${[...linkIds]}::uuid[])
      AND g.environment_id = ${environmentId} AND g.plan_id = i.plan_id AND g.group_no = i.group_no`
  await tx.$executeRaw`
    UPDATE duplicate_plan_item SET external_id = NULL
    WHERE environment_id = ${environmentId} AND old_link_id = ANY (${[...linkIds]}::uuid[])`
}

/** The same of groups that a plan has let go of, where a link of theirs was blanked while it had them. */
export async function blankFreed(tx: Tx, environmentId: number, planId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE duplicate_plan_group g SET institution_user_id = '', reason = ${ruleReason}
    WHERE g.environment_id = ${environmentId} AND g.plan_id = ${planId}::uuid AND NOT g.open AND g.group_no IN (
      SELECT i.group_no FROM duplicate_plan_item i CROSS JOIN LATERAL (VALUES (i.old_link_id), (i.new_link_id)) AS of_item (link_id)
      JOIN link l ON l.environment_id = i.environment_id AND l.id = of_item.link_id
      WHERE i.environment_id = ${environmentId} AND i.plan_id = ${planId}::uuid AND l.blanked_at IS NOT NULL)`
}

/** The rule's codes say nothing of a person. */
const ruleReason = Prisma.sql`CASE WHEN string_to_array(g.reason, '|') <@ ${[...survivorReasons]}::text[] THEN g.reason END`
