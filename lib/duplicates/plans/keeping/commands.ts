import type { Tx } from "@/lib/db"
import type { Observation } from "@/lib/duplicates/commands"
import type { Sighting } from "@/lib/duplicates/moves/rules"

/** Part of the transaction that changes the links: plans know which of their old links Belvo has no more. */
export async function keepPlanItems(
  tx: Tx,
  { environmentId }: Observation,
  sightings: readonly Sighting[],
): Promise<void> {
  const moved = sightings.filter(({ before, after }) => before !== null && before.present !== after.present)
  if (moved.length === 0) return
  const ids = moved.map(({ linkId }) => linkId)
  const gone = moved.map(({ after }) => !after.present)
  // In the order in which who looks at a whole plan holds them; what that one has found by then is seen below.
  await tx.$queryRaw`
    WITH known AS MATERIALIZED (
      SELECT i.* FROM unnest(${ids}::uuid[]) AS moved (id) CROSS JOIN LATERAL (
        SELECT environment_id, plan_id, group_no, old_link_id FROM duplicate_plan_item
        WHERE environment_id = ${environmentId} AND old_link_id = moved.id OFFSET 0) AS i)
    SELECT FROM duplicate_plan_item i JOIN known k
      ON (i.environment_id, i.plan_id, i.group_no, i.old_link_id) = (k.environment_id, k.plan_id, k.group_no, k.old_link_id)
    ORDER BY i.plan_id, i.group_no, i.old_link_id FOR UPDATE OF i`
  await tx.$executeRaw`
    UPDATE duplicate_plan_item i SET gone = moved.gone FROM unnest(${ids}::uuid[], ${gone}::boolean[]) AS moved (id, gone)
    WHERE i.environment_id = ${environmentId} AND i.old_link_id = moved.id AND i.gone <> moved.gone`
}
