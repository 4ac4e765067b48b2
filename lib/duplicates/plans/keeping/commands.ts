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
  // Plans before their items, as those take them who look at a whole plan.
  await tx.$executeRaw`
    WITH moved AS (SELECT * FROM unnest(${ids}::uuid[], ${gone}::boolean[]) AS t (id, gone)
    ), held AS MATERIALIZED (
      SELECT p.id FROM duplicate_plan p WHERE p.environment_id = ${environmentId} AND p.id IN (
        SELECT i.plan_id FROM moved CROSS JOIN LATERAL (
          SELECT plan_id FROM duplicate_plan_item
          WHERE environment_id = ${environmentId} AND old_link_id = moved.id AND gone <> moved.gone OFFSET 0) AS i)
      ORDER BY p.id FOR SHARE)
    UPDATE duplicate_plan_item i SET gone = moved.gone FROM moved
    WHERE i.environment_id = ${environmentId} AND i.old_link_id = moved.id AND i.gone <> moved.gone
      AND i.plan_id IN (SELECT id FROM held)`
}
