import type { PrismaClient } from "@/prisma/generated/client"

type Db = Pick<PrismaClient, "$queryRaw">

/** The groups and flags as they are kept, and as they would be if all links were looked at anew. */
export async function compareGroups(db: Db, environmentId: number) {
  const kept = await db.$queryRaw`
    SELECT institution, institution_user_id, members, external_ids, shared_login, broken FROM duplicate_group
    WHERE environment_id = ${environmentId} ORDER BY 1, 2`
  const counted = await db.$queryRaw`
    SELECT institution, institution_user_id, count(*)::integer AS members, count(DISTINCT external_id)::integer AS external_ids,
      count(DISTINCT external_id) > 1 AS shared_login, bool_and(status <> 'valid') AS broken
    FROM link WHERE environment_id = ${environmentId} AND removed_at IS NULL AND institution_user_id IS NOT NULL
    GROUP BY 1, 2 HAVING count(*) > 1 ORDER BY 1, 2`
  const misflagged = await db.$queryRaw`
    SELECT l.id, l.duplicate FROM link l
    LEFT JOIN LATERAL (SELECT true AS found FROM link o WHERE o.environment_id = l.environment_id AND o.institution = l.institution
      AND o.institution_user_id = l.institution_user_id AND o.removed_at IS NULL AND o.id <> l.id LIMIT 1) AS other ON true
    WHERE l.environment_id = ${environmentId} AND l.duplicate <> (l.removed_at IS NULL AND coalesce(other.found, false))`
  return { kept, counted, misflagged }
}
