import type { Ctx } from "@/lib/ctx"
import { type Tx, write } from "@/lib/db"
import { isOver } from "@/lib/duplicates/plans/rules"
import type { PlanInput, PlanState, PlanWarnings } from "@/lib/duplicates/plans/schema"
import { conflict, notFound } from "@/lib/errors"
import { linksOfLogin } from "@/lib/links/logins/queries"
import { Prisma } from "@/prisma/generated/client"

const longest = { timeoutMs: 120_000 }

/** Looks anew at every item of a plan. Throws NOT_FOUND, and CONFLICT where the plan is over. */
export function checkPlan(ctx: Ctx, { planId }: PlanInput): Promise<PlanWarnings> {
  return write(
    ctx,
    "duplicates:resolve",
    async (tx) => {
      const [plan] = await tx.$queryRaw<{ state: PlanState }[]>`
        SELECT state FROM duplicate_plan WHERE environment_id = ${ctx.environment.id} AND id = ${planId}::uuid FOR UPDATE`
      if (!plan) throw notFound()
      if (isOver(plan.state) || plan.state === "making") throw conflict("plan.notOpen")
      const warnings = await checkItems(tx, ctx, { planId })
      return {
        result: warnings,
        audit: { action: "plan.checked", entity: "duplicate_plan", entityId: planId, after: { ...warnings } },
      }
    },
    longest,
  )
}

type Which = {
  planId: string
  /** Of this group only. */
  groupNo?: number
}

/** Whether what stays still works, and what goes is still used; counted in the plan. */
export async function checkItems(tx: Tx, ctx: Ctx, { planId, groupNo }: Which): Promise<PlanWarnings> {
  const environmentId = ctx.environment.id
  await judgeItems(tx, environmentId, { planId, groupNo })
  const [warnings] = await tx.$queryRaw<PlanWarnings[]>`
    UPDATE duplicate_plan p SET items = c.items, groups = g.groups, not_valid = c.not_valid, still_used = c.still_used, joined = c.joined,
      checked_at = ${ctx.now()}::timestamptz
    FROM (
      SELECT count(*) AS items, count(*) FILTER (WHERE not_valid) AS not_valid,
        count(*) FILTER (WHERE still_used) AS still_used, count(*) FILTER (WHERE joined) AS joined
      FROM duplicate_plan_item WHERE environment_id = ${environmentId} AND plan_id = ${planId}::uuid
    ) AS c, (
      SELECT count(*) AS groups FROM duplicate_plan_group WHERE environment_id = ${environmentId} AND plan_id = ${planId}::uuid
    ) AS g
    WHERE p.environment_id = ${environmentId} AND p.id = ${planId}::uuid
    RETURNING p.not_valid AS "notValid", p.still_used AS "stillUsed", p.joined`
  if (!warnings) throw notFound()
  return warnings
}

/**
 * Only items that change are held, in the order in which who keeps them up to date holds them, so that sweeps wait for nothing else; they
 * are judged once more as they are by then.
 */
async function judgeItems(tx: Tx, environmentId: number, { planId, groupNo }: Judged): Promise<void> {
  const only = groupNo === undefined ? Prisma.empty : Prisma.sql`AND group_no = ${groupNo}::integer`
  const all = Prisma.sql`(SELECT * FROM duplicate_plan_item WHERE environment_id = ${environmentId} AND plan_id = ${planId}::uuid ${only}) AS i`
  const changing = await tx.$queryRaw<{ groupNo: number; oldLinkId: string }[]>`
    WITH judged AS MATERIALIZED (${judgedSql(environmentId, planId, all)})
    SELECT i.group_no AS "groupNo", i.old_link_id::text AS "oldLinkId" FROM duplicate_plan_item i JOIN judged j ON ${isSame} AND ${differs}
    ORDER BY i.plan_id, i.group_no, i.old_link_id FOR UPDATE OF i`
  if (changing.length === 0) return
  const keys = Prisma.sql`unnest(${changing.map((one) => one.groupNo)}::integer[], ${changing.map((one) => one.oldLinkId)}::uuid[])`
  const these = Prisma.sql`${keys} AS k (group_no, id) CROSS JOIN LATERAL (SELECT * FROM duplicate_plan_item
    WHERE environment_id = ${environmentId} AND plan_id = ${planId}::uuid AND group_no = k.group_no AND old_link_id = k.id OFFSET 0) AS i`
  await tx.$executeRaw`
    WITH judged AS MATERIALIZED (${judgedSql(environmentId, planId, these)})
    UPDATE duplicate_plan_item i SET not_valid = j.not_valid, still_used = j.still_used, joined = j.joined, gone = j.gone
    FROM judged j WHERE ${isSame} AND ${differs}`
}

type Judged = { planId: string; groupNo: number | undefined }

const isSame = Prisma.sql`(i.environment_id, i.plan_id, i.group_no, i.old_link_id) = (j.environment_id, j.plan_id, j.group_no, j.old_link_id)`
const differs = Prisma.sql`(i.not_valid, i.still_used, i.joined, i.gone) <> (j.not_valid, j.still_used, j.joined, j.gone)`

/** `items`: of the plan, as `i`. The planner knows no sizes right after a plan's making: one look-up a row, by whole keys alone. */
const judgedSql = (environmentId: number, planId: string, items: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT i.environment_id, i.plan_id, i.group_no, i.old_link_id,
    (SELECT l.removed_at IS NULL AND l.status = 'valid' FROM link l
      WHERE l.environment_id = ${environmentId} AND l.id = i.new_link_id) IS NOT TRUE AS not_valid,
    EXISTS (SELECT FROM directory_entry d
      WHERE d.environment_id = ${environmentId} AND d.link_id = i.old_link_id AND d.removed_by IS NULL) AS still_used,
    EXISTS (SELECT FROM ${linksOfLogin(environmentId, { institution: "g.institution", login: "g.institution_user_id" })} AS l
      WHERE l.removed_at IS NULL AND l.id <> i.new_link_id
        AND NOT EXISTS (SELECT FROM duplicate_plan_item o WHERE o.environment_id = ${environmentId}
          AND o.plan_id = ${planId}::uuid AND o.group_no = i.group_no AND o.old_link_id = l.id))
      OR i.group_no IN (${turnedShared(environmentId, planId)}) AS joined,
    (SELECT l.removed_at IS NULL FROM link l
      WHERE l.environment_id = ${environmentId} AND l.id = i.old_link_id) IS NOT TRUE AS gone
  FROM ${items} CROSS JOIN LATERAL (
    SELECT institution, institution_user_id FROM duplicate_plan_group
    WHERE environment_id = ${environmentId} AND plan_id = ${planId}::uuid AND group_no = i.group_no LIMIT 1) AS g`

/** Of two customers' links none takes the other's place: throws CONFLICT where a login has become shared since the plan was made. */
export async function refuseTurnedShared(tx: Tx, ctx: Ctx, { planId }: PlanInput): Promise<void> {
  const [turned] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM (${turnedShared(ctx.environment.id, planId)}) AS turned`
  const count = turned?.count ?? 0
  if (count > 0) throw conflict("plan.turnedShared", { count })
}

/**
 * Numbers of the plan's groups that were one customer's when they were frozen, and are several customers' now. The collation is that of
 * the index they are found by.
 */
const turnedShared = (environmentId: number, planId: string): Prisma.Sql => Prisma.sql`
  SELECT f.group_no FROM duplicate_plan_group f JOIN duplicate_group n
    ON n.environment_id = f.environment_id AND n.institution = f.institution AND n.institution_user_id = f.institution_user_id COLLATE "default"
  WHERE f.environment_id = ${environmentId} AND f.plan_id = ${planId}::uuid AND NOT f.shared_login AND n.shared_login`
