import type { Facts } from "@/lib/batches/rules"
import type { BatchDeed } from "@/lib/batches/schema"
import type { Ctx } from "@/lib/ctx"
import type { ReadDb } from "@/lib/db"
import { Prisma } from "@/prisma/generated/client"

type Which = { state: "draft"; after: string | null; most: number } | { linkIds: readonly string[] }

/** What the mirror knows of a batch's links at this moment, by their ids. */
export function listFacts(
  db: Pick<ReadDb, "$queryRaw">,
  ctx: Ctx,
  { batchId, deed, of }: { batchId: string; deed: BatchDeed; of: Which },
): Promise<(Facts & { linkId: string })[]> {
  const environmentId = ctx.environment.id
  const which =
    "state" in of
      ? Prisma.sql`i.state = ${of.state} ${of.after === null ? Prisma.empty : Prisma.sql`AND i.link_id > ${of.after}::uuid`}`
      : Prisma.sql`i.link_id = ANY (${[...of.linkIds]}::uuid[])`
  const most = "most" in of ? Prisma.sql`LIMIT ${of.most}` : Prisma.empty
  return db.$queryRaw`
    SELECT i.link_id::text AS "linkId", l.institution, l.status, l.access_mode AS "accessMode", l.credentials_storage AS "credentialsStorage",
      l.created_at AS "createdAt", l.removed_at IS NOT NULL AS removed,
      EXISTS (SELECT FROM deletion d WHERE d.environment_id = ${environmentId} AND d.link_id = i.link_id
        AND d.state IN ('requested', 'sent', 'accepted')) AS leaving,
      EXISTS (SELECT FROM refresh_request r WHERE r.environment_id = ${environmentId} AND r.link_id = i.link_id
        AND r.cools_down_at > ${ctx.now()}::timestamptz) AS "coolingDown",
      EXISTS (SELECT FROM batch_item o JOIN batch b ON b.environment_id = o.environment_id AND b.id = o.batch_id
        WHERE o.environment_id = ${environmentId} AND o.link_id = i.link_id AND o.batch_id <> i.batch_id AND o.state IN ('waiting', 'sent')
          AND b.kind = ${deed.kind} AND b.state IN ('running', 'paused')
          AND (b.confirmed_at, b.id) < (coalesce(own.confirmed_at, 'infinity'), own.id)) AS "underWay"
    FROM batch_item i
    JOIN batch own ON own.environment_id = i.environment_id AND own.id = i.batch_id
    JOIN link l ON l.environment_id = i.environment_id AND l.id = i.link_id
    WHERE i.environment_id = ${environmentId} AND i.batch_id = ${batchId}::uuid AND ${which}
    ORDER BY i.link_id ${most}`
}
