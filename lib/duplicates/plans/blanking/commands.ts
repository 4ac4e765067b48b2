import type { Tx } from "@/lib/db"

/** Which links were duplicates of which stays, whose they were goes. Part of the transaction that blanks the links. */
export async function blankPlans(tx: Tx, environmentId: number, linkIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE duplicate_plan_group g SET institution_user_id = ''
    FROM duplicate_plan_item i
    WHERE i.environment_id = ${environmentId} AND i.old_link_id = ANY (${[...linkIds]}::uuid[])
      AND g.environment_id = ${environmentId} AND g.plan_id = i.plan_id AND g.group_no = i.group_no AND NOT g.open`
  await tx.$executeRaw`
    UPDATE duplicate_plan_item SET external_id = NULL
    WHERE environment_id = ${environmentId} AND old_link_id = ANY (${[...linkIds]}::uuid[])`
}
