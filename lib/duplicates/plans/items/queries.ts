import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import type { PlanItemParams, PlanItemRow } from "@/lib/duplicates/plans/schema"
import { planInput } from "@/lib/duplicates/plans/schema"
import { institutionName } from "@/lib/links/facets/queries"
import { countedTo, isInt32, noRows, type Page, pageOf, type Total, toTotal } from "@/lib/page"
import { Prisma } from "@/prisma/generated/client"

const pageSize = 50

type Asked = { planId: string; params: PlanItemParams }

/** What is to become of each old link, group by group. */
export function listPlanItems(ctx: Ctx, { planId, params }: Asked): Promise<Page<PlanItemRow>> {
  return read(ctx, "links:read", async (db) => {
    if (!planInput.safeParse({ planId }).success) return noRows
    const of = itemsOf(ctx, planId, params)
    const total = await count(db, of)
    return { total, ...(await readPage(db, { environmentId: ctx.environment.id, of, params })) }
  })
}

const itemsOf = (ctx: Ctx, planId: string, { warned }: PlanItemParams): Prisma.Sql => Prisma.sql`
  i.environment_id = ${ctx.environment.id} AND i.plan_id = ${planId}::uuid
    ${warned ? Prisma.sql`AND (i.not_valid OR i.still_used OR i.joined)` : Prisma.empty}`

async function count(db: ReadDb, of: Prisma.Sql): Promise<Total> {
  const counted = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM (SELECT FROM duplicate_plan_item i WHERE ${of} LIMIT ${countedTo + 1}::integer) AS counted`
  return toTotal(counted)
}

type Reading = { environmentId: number; of: Prisma.Sql; params: PlanItemParams }

async function readPage(db: ReadDb, reading: Reading): Promise<Omit<Page<PlanItemRow>, "total">> {
  const { params } = reading
  const found = await readRows(db, reading)
  if (params.before !== null && found.length <= pageSize)
    return readPage(db, { ...reading, params: { ...params, before: null } })
  const keyOf = ({ groupNo, oldLinkId }: PlanItemRow) => [groupNo, oldLinkId]
  return pageOf(found, { size: pageSize, turned: params, keyOf })
}

function readRows(db: ReadDb, { environmentId, of, params }: Reading): Promise<PlanItemRow[]> {
  const way = Prisma.raw(params.before ? "DESC" : "ASC")
  return db.$queryRaw<PlanItemRow[]>`
    SELECT i.group_no AS "groupNo", g.group_id::text AS "groupId", g.institution,
      ${institutionName(environmentId, Prisma.sql`g.institution`)}, i.old_link_id::text AS "oldLinkId",
      o.status AS "oldStatus", o.removed_at IS NOT NULL AS "oldRemoved", i.new_link_id::text AS "newLinkId", n.status AS "newStatus",
      n.removed_at IS NOT NULL AS "newRemoved", i.external_id AS "externalId", g.shared_login AS "sharedLogin",
      coalesce(g.reason, '') AS reason, g.survivor_id IS DISTINCT FROM g.proposed_id AS overruled, coalesce(m.name, '') AS "decidedBy",
      i.not_valid AS "notValid", i.still_used AS "stillUsed", i.joined
    FROM (
      SELECT * FROM duplicate_plan_item i WHERE ${of} ${beyond(params)}
      ORDER BY i.group_no ${way}, i.old_link_id ${way} LIMIT ${pageSize + 1}::integer) AS i
    JOIN duplicate_plan_group g ON g.environment_id = i.environment_id AND g.plan_id = i.plan_id AND g.group_no = i.group_no
    LEFT JOIN link o ON o.environment_id = i.environment_id AND o.id = i.old_link_id
    LEFT JOIN link n ON n.environment_id = i.environment_id AND n.id = i.new_link_id
    LEFT JOIN member m ON m.id = g.decided_by
    ORDER BY i.group_no ${way}, i.old_link_id ${way}`
}

/** A mistyped cursor is none. */
function beyond({ after, before }: PlanItemParams): Prisma.Sql {
  const [group, id] = after ?? before ?? []
  if (!isInt32(group) || typeof id !== "string" || !isId(id)) return Prisma.empty
  const operator = Prisma.raw(after ? ">" : "<")
  return Prisma.sql`AND (i.group_no, i.old_link_id) ${operator} (${group}::integer, ${id}::uuid)`
}

const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
