import type { Ctx } from "@/lib/ctx"
import { record, type Tx, write } from "@/lib/db"
import { blankFreed } from "@/lib/duplicates/plans/blanking/commands"
import { checkItems, refuseTurnedShared } from "@/lib/duplicates/plans/checking/commands"
import { isOver, moves, type PlanMove } from "@/lib/duplicates/plans/rules"
import type { PlanInput } from "@/lib/duplicates/plans/schema"
import { conflict, forbidden, notFound } from "@/lib/errors"

/** Reviewed: from here on it is what its file says. Throws CONFLICT where nothing is in it, or a login of it has become shared. */
export const readyPlan = (ctx: Ctx, plan: PlanInput): Promise<void> => move(ctx, plan, { name: "ready" })

/** To be changed once more. */
export const reopenPlan = (ctx: Ctx, plan: PlanInput): Promise<void> => move(ctx, plan, { name: "reopen" })

/** The operator says that their database uses the new ids. Throws CONFLICT where a login of it has become shared. */
export const applyPlan = (ctx: Ctx, plan: PlanInput): Promise<void> => move(ctx, plan, { name: "apply" })

/** Enough of it: what is left of its groups is free for another plan. */
export const finishPlan = (ctx: Ctx, plan: PlanInput): Promise<void> => move(ctx, plan, { name: "finish" })

/** How a plan is cancelled: `refuse` throws where something has come of it already, which those know who act upon plans. */
export const cancelUnless =
  (refuse: Refuse) =>
  (ctx: Ctx, plan: PlanInput): Promise<void> =>
    move(ctx, plan, { name: "cancel", refuse })

/** Asked when nobody else can move the plan any more. */
type Refuse = (tx: Tx, plan: { environmentId: number; planId: string }) => Promise<void>

const longest = { timeoutMs: 120_000 }
const names = { ready: "ready", reopen: "reopened", apply: "applied", finish: "finished", cancel: "cancelled" } as const

type Moving = { name: PlanMove; refuse?: Refuse }

function move(ctx: Ctx, { planId }: PlanInput, { name, refuse }: Moving): Promise<void> {
  const { actor } = ctx
  if (actor.kind !== "member") return Promise.reject(forbidden("duplicates:resolve"))
  const { from, to } = moves[name]
  const of = { environmentId: ctx.environment.id, id: planId }
  return write(
    ctx,
    "duplicates:resolve",
    async (tx) => {
      const { count } = await tx.duplicatePlan.updateMany({
        where: { ...of, state: { in: [...from] } },
        data: { state: to, ...markOf(name, actor.id, ctx.now()) },
      })
      if (count === 0) throw await refusal(tx, of)
      await refuse?.(tx, { environmentId: of.environmentId, planId })
      const isHandedOver = name === "ready" || name === "apply"
      if (isHandedOver) await refuseTurnedShared(tx, ctx, { planId })
      const warnings = isHandedOver ? await checkItems(tx, ctx, { planId }) : null
      const plan = await tx.duplicatePlan.findFirstOrThrow({ where: of, select: { items: true, groups: true } })
      if (name === "ready" && plan.items === 0) throw conflict("plan.empty")
      if (isOver(to)) await freeGroups(tx, of)
      const after = { ...plan, ...(warnings ?? {}) }
      return {
        result: undefined,
        audit: { action: `plan.${names[name]}`, entity: "duplicate_plan", entityId: planId, after },
      }
    },
    longest,
  )
}

function markOf(name: PlanMove, memberId: string, at: Date) {
  if (name === "ready") return { reviewedBy: memberId, reviewedAt: at }
  if (name === "reopen") return { reviewedBy: null, reviewedAt: null }
  return name === "apply" ? { appliedBy: memberId, appliedAt: at } : { endedBy: memberId, endedAt: at }
}

type Of = { environmentId: number; id: string }

async function refusal(tx: Tx, of: Of) {
  const plan = await tx.duplicatePlan.findFirst({ where: of, select: { state: true } })
  return plan ? conflict("plan.movedOn") : notFound()
}

async function freeGroups(tx: Tx, { environmentId, id }: Of): Promise<void> {
  await tx.duplicatePlanGroup.updateMany({ where: { environmentId, planId: id, open: true }, data: { open: false } })
  await blankFreed(tx, environmentId, id)
}

/** Applied plans none of whose old links is left are done. Answers how many that were. */
export function settlePlans(ctx: Ctx): Promise<number> {
  const environmentId = ctx.environment.id
  return record(ctx, "plans:make", async (tx) => {
    const done = await tx.$queryRaw<{ id: string }[]>`
      UPDATE duplicate_plan p SET state = 'done', ended_at = ${ctx.now()}::timestamptz
      WHERE p.environment_id = ${environmentId} AND p.state = 'applied' AND NOT EXISTS (
        SELECT FROM duplicate_plan_item i JOIN link l ON l.environment_id = i.environment_id AND l.id = i.old_link_id
        WHERE i.environment_id = ${environmentId} AND i.plan_id = p.id AND l.removed_at IS NULL)
      RETURNING p.id::text`
    for (const { id } of done) await freeGroups(tx, { environmentId, id })
    return { result: done.length }
  })
}
