import type { Ctx } from "@/lib/ctx"
import { record, type Tx } from "@/lib/db"
import { checkItems } from "@/lib/duplicates/plans/checking/commands"
import { groupsAtOnce } from "@/lib/duplicates/plans/rules"
import type { PlanInput } from "@/lib/duplicates/plans/schema"
import { bestFirst } from "@/lib/duplicates/rules"
import { linksOfLogin } from "@/lib/links/logins/queries"
import { Prisma } from "@/prisma/generated/client"

const longest = { timeoutMs: 120_000 }

/** Works a plan out, some groups at a time; goes on where it was interrupted, and ends where somebody has cancelled it. */
export async function makePlan(ctx: Ctx, { planId }: PlanInput, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const stretch = async (tx: Tx) => ({ result: await makeStretch(tx, ctx, planId) })
    const isMade = await record(ctx, "plans:make", stretch, longest)
    if (isMade) return
  }
}

/** The next groups of a plan that is being made: who stays of each, and why. Answers whether nothing is left to do. */
export async function makeStretch(tx: Tx, ctx: Ctx, planId: string): Promise<boolean> {
  const of = { environmentId: ctx.environment.id, planId }
  const [plan] = await tx.$queryRaw<{ state: string; after: number }[]>`
    SELECT state, made AS after FROM duplicate_plan
    WHERE environment_id = ${of.environmentId} AND id = ${planId}::uuid FOR UPDATE`
  if (plan?.state !== "making") return true
  const [made] = await tx.$queryRaw<Made[]>(stretchSql(of, plan.after))
  const upTo = made?.upTo ?? null
  if (upTo === null) {
    await becomeDraft(tx, ctx, planId)
    return true
  }
  await tx.$executeRaw`
    UPDATE duplicate_plan SET made = ${upTo}, items = items + ${made?.items ?? 0},
      left_out = left_out || jsonb_build_object(
        'dissolved', coalesce((left_out->>'dissolved')::integer, 0) + ${made?.dissolved ?? 0}::integer,
        'sharedLogin', coalesce((left_out->>'sharedLogin')::integer, 0) + ${made?.shared ?? 0}::integer)
    WHERE environment_id = ${of.environmentId} AND id = ${planId}::uuid`
  return false
}

type Made = { upTo: number | null; items: number; dissolved: number; shared: number }
type Of = { environmentId: number; planId: string }

async function becomeDraft(tx: Tx, ctx: Ctx, planId: string): Promise<void> {
  await tx.duplicatePlan.updateMany({
    where: { environmentId: ctx.environment.id, id: planId, state: "making" },
    data: { state: "draft" },
  })
  await checkItems(tx, ctx, { planId })
}

/**
 * As `proposeSurvivor`, of all groups at once: who comes first stays, and what left it fewer rivals is a reason. A login that has become
 * shared since the groups were frozen is for a person to look at.
 */
const stretchSql = ({ environmentId, planId }: Of, after: number): Prisma.Sql => Prisma.sql`
  WITH stretch AS MATERIALIZED (
    SELECT environment_id, plan_id, group_no, institution, institution_user_id, shared_login FROM duplicate_plan_group
    WHERE environment_id = ${environmentId} AND plan_id = ${planId}::uuid AND group_no > ${after}::integer
    ORDER BY group_no LIMIT ${groupsAtOnce}::integer
  ), member AS MATERIALIZED (
    SELECT s.environment_id, s.plan_id, s.group_no, m.* FROM stretch s CROSS JOIN LATERAL (
      SELECT l.id, l.external_id, l.status = 'valid' AS valid, l.access_mode IS NOT DISTINCT FROM 'recurrent' AS recurrent,
        EXISTS (SELECT FROM directory_entry d
          WHERE d.environment_id = l.environment_id AND d.link_id = l.id AND d.removed_by IS NULL) AS known,
        date_trunc('milliseconds', l.created_at, 'UTC') AS created, row_number() OVER (ORDER BY ${Prisma.raw(bestFirst)}) AS rank
      FROM ${linksOfLogin(environmentId, { institution: "s.institution", login: "s.institution_user_id" })} AS l
      WHERE l.removed_at IS NULL) AS m
  ), shared AS MATERIALIZED (
    SELECT group_no FROM stretch s JOIN member m USING (group_no)
    WHERE NOT s.shared_login GROUP BY group_no HAVING count(DISTINCT m.external_id) > 1
  ), survivor AS MATERIALIZED (
    SELECT s.environment_id, s.plan_id, s.group_no, s.id, count(*) AS all_of_them,
      count(*) FILTER (WHERE m.valid = s.valid) AS as_valid,
      count(*) FILTER (WHERE (m.valid, m.known) = (s.valid, s.known)) AS as_known,
      count(*) FILTER (WHERE (m.valid, m.known, m.recurrent) = (s.valid, s.known, s.recurrent)) AS as_recurrent,
      count(*) FILTER (WHERE (m.valid, m.known, m.recurrent, m.created) = (s.valid, s.known, s.recurrent, s.created)) AS as_new
    FROM member s JOIN member m USING (group_no) WHERE s.rank = 1
      AND NOT EXISTS (SELECT FROM shared WHERE shared.group_no = s.group_no)
    GROUP BY s.environment_id, s.plan_id, s.group_no, s.id HAVING count(*) > 1
  ), settled AS (
    UPDATE duplicate_plan_group g SET proposed_id = s.id, survivor_id = s.id, reason = concat_ws('|',
      CASE WHEN as_valid < all_of_them THEN 'valid' END, CASE WHEN as_known < as_valid THEN 'known' END,
      CASE WHEN as_recurrent < as_known THEN 'recurrent' END, CASE WHEN as_new < as_recurrent THEN 'newest' END,
      CASE WHEN as_new > 1 THEN 'id' END)
    FROM survivor s WHERE (g.environment_id, g.plan_id, g.group_no) = (s.environment_id, s.plan_id, s.group_no)
  ), dissolved AS (
    DELETE FROM duplicate_plan_group g USING stretch
    WHERE (g.environment_id, g.plan_id, g.group_no) = (stretch.environment_id, stretch.plan_id, stretch.group_no)
      AND NOT EXISTS (SELECT FROM survivor s WHERE s.group_no = stretch.group_no)
    RETURNING 1
  ), made AS (
    INSERT INTO duplicate_plan_item (environment_id, plan_id, group_no, old_link_id, new_link_id, external_id)
    SELECT ${environmentId}, ${planId}::uuid, m.group_no, m.id, s.id, m.external_id
    FROM member m JOIN survivor s USING (group_no) WHERE m.id <> s.id
    RETURNING 1
  )
  SELECT (SELECT max(group_no) FROM stretch) AS "upTo", (SELECT count(*)::integer FROM made) AS items,
    (SELECT count(*)::integer FROM dissolved) - (SELECT count(*)::integer FROM shared) AS dissolved,
    (SELECT count(*)::integer FROM shared) AS shared`
