import type { Ctx } from "@/lib/ctx"
import { type Tx, write } from "@/lib/db"
import { makeStretch } from "@/lib/duplicates/plans/making/commands"
import { makePlanJob } from "@/lib/duplicates/plans/making/jobs"
import { groupsAtOnce } from "@/lib/duplicates/plans/rules"
import type { CreatePlan, LeftOut, PlanSelection } from "@/lib/duplicates/plans/schema"
import { groupWhere } from "@/lib/duplicates/queries"
import { conflict, forbidden } from "@/lib/errors"
import { enqueue } from "@/lib/jobs/boss"
import { Prisma } from "@/prisma/generated/client"

const longest = { timeoutMs: 120_000 }

/**
 * Freezes which groups are meant; a job works out a plan of many. Of several groups those of a shared login stay out, and those that
 * another plan has: CONFLICT where nothing is left.
 */
export function createPlan(ctx: Ctx, { selection }: CreatePlan): Promise<{ planId: string }> {
  const { actor, environment } = ctx
  if (actor.kind !== "member") return Promise.reject(forbidden("duplicates:resolve"))
  return write(
    ctx,
    "duplicates:resolve",
    async (tx) => {
      const { id: planId } = await tx.duplicatePlan.create({
        data: { environmentId: environment.id, state: "making", createdBy: actor.id, createdAt: ctx.now() },
      })
      const { matched, groups, leftOut } = await freeze(tx, ctx, { planId, memberId: actor.id, selection })
      await tx.duplicatePlan.updateMany({
        where: { environmentId: environment.id, id: planId },
        data: { matched, groups, leftOut },
      })
      const isSmall = groups <= groupsAtOnce
      while (isSmall && !(await makeStretch(tx, ctx, planId)));
      if (!isSmall) await enqueue(tx, makePlanJob, { planId })
      const after = { matched, groups, ...leftOut, elsewhere: leftOut.elsewhere.length }
      return {
        result: { planId },
        audit: { action: "plan.created", entity: "duplicate_plan", entityId: planId, after },
      }
    },
    longest,
  )
}

type Freezing = { planId: string; memberId: string; selection: PlanSelection }
type Frozen = { matched: number; groups: number; leftOut: LeftOut }

async function freeze(tx: Tx, ctx: Ctx, { planId, memberId, selection }: Freezing): Promise<Frozen> {
  const environmentId = ctx.environment.id
  const meant = selectionWhere(environmentId, selection)
  const [counts] = await tx.$queryRaw<{ matched: number; shared: number; groups: number }[]>`
    WITH meant AS MATERIALIZED (
      SELECT g.id, g.institution, g.institution_user_id, g.shared_login, row_number() OVER (ORDER BY g.institution, g.institution_user_id) AS n
      FROM duplicate_group g WHERE ${meant}
    ), taken AS (
      INSERT INTO duplicate_plan_group
        (environment_id, plan_id, group_no, group_id, institution, institution_user_id, shared_login, decided_by, decided_at)
      SELECT ${environmentId}, ${planId}::uuid, n, id, institution, institution_user_id, shared_login, ${memberId}::uuid, ${ctx.now()}::timestamptz
      FROM meant WHERE NOT shared_login OR ${isOfOne(selection)} ORDER BY n
      ON CONFLICT (environment_id, institution, institution_user_id) WHERE open DO NOTHING
      RETURNING 1
    )
    SELECT (SELECT count(*)::integer FROM meant) AS matched, (SELECT count(*)::integer FROM taken) AS groups,
      (SELECT count(*)::integer FROM meant WHERE shared_login AND NOT ${isOfOne(selection)}) AS shared`
  const { matched = 0, shared = 0, groups = 0 } = counts ?? {}
  if (selection.kind === "list" && selection.exact && matched > selection.expectedCount) {
    throw conflict("plan.moreNow", { expected: selection.expectedCount, matched })
  }
  const elsewhere = await tx.$queryRaw<LeftOut["elsewhere"]>`
    SELECT o.plan_id::text AS "planId", count(*)::integer AS groups FROM duplicate_group g
    JOIN duplicate_plan_group o USING (environment_id, institution, institution_user_id)
    WHERE ${meant} AND o.open AND o.plan_id <> ${planId}::uuid GROUP BY 1 ORDER BY 2 DESC, 1`
  if (groups === 0) throw nothingLeft({ elsewhere, shared })
  return { matched, groups, leftOut: { sharedLogin: shared, elsewhere, dissolved: 0, takenOut: 0 } }
}

function nothingLeft({ elsewhere, shared }: { elsewhere: LeftOut["elsewhere"]; shared: number }) {
  const [plan] = elsewhere
  if (plan) return conflict("plan.takenByAnother", { plan: plan.planId.slice(0, 8) })
  return conflict(shared > 0 ? "plan.onlyShared" : "plan.nothing")
}

/** A shared login is for a person to look at, one by one. */
const isOfOne = (selection: PlanSelection): boolean => selection.kind === "groups" && selection.ids.length === 1

function selectionWhere(environmentId: number, selection: PlanSelection): Prisma.Sql {
  if (selection.kind === "groups") {
    return Prisma.sql`g.environment_id = ${environmentId} AND g.id = ANY (${[...selection.ids]}::uuid[])`
  }
  return Prisma.sql`${groupWhere(environmentId, selection.params)} AND g.first_seen_at <= ${selection.snapshotAt}::timestamptz`
}
