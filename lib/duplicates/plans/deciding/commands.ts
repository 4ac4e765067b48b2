import type { Ctx } from "@/lib/ctx"
import { type Tx, write } from "@/lib/db"
import { checkItems } from "@/lib/duplicates/plans/checking/commands"
import type { ChooseSurvivor, TakeOut } from "@/lib/duplicates/plans/schema"
import { conflict, forbidden, notFound } from "@/lib/errors"

/** Another link of the group stays than the rule says. Throws CONFLICT where the plan is no draft, or the link is not of the group. */
export function chooseSurvivor(ctx: Ctx, { planId, groupNo, linkId, reason }: ChooseSurvivor): Promise<void> {
  const { actor } = ctx
  if (actor.kind !== "member") return Promise.reject(forbidden("duplicates:resolve"))
  const of = { environmentId: ctx.environment.id, planId, groupNo }
  return write(ctx, "duplicates:resolve", async (tx) => {
    await holdDraft(tx, ctx, planId)
    const group = await tx.duplicatePlanGroup.findFirst({ where: of })
    if (!group) throw notFound()
    const former = group.survivorId
    if (former !== null && former !== linkId) await swap(tx, { ...of, former, linkId })
    await tx.duplicatePlanGroup.updateMany({
      where: of,
      data: { survivorId: linkId, reason, decidedBy: actor.id, decidedAt: ctx.now() },
    })
    await checkItems(tx, ctx, { planId, groupNo })
    return {
      result: undefined,
      audit: {
        ...{ action: "plan.overruled", entity: "duplicate_plan", entityId: planId },
        ...{ before: { survivor: former }, after: { group: group.groupId, survivor: linkId } },
      },
    }
  })
}

type Swap = { environmentId: number; planId: string; groupNo: number; former: string; linkId: string }

async function swap(tx: Tx, { former, linkId, ...of }: Swap): Promise<void> {
  await holdItems(tx, of)
  const { count } = await tx.duplicatePlanItem.deleteMany({ where: { ...of, oldLinkId: linkId } })
  if (count === 0) throw conflict("plan.notOfGroup")
  const link = await tx.link.findFirst({
    where: { environmentId: of.environmentId, id: former },
    select: { externalId: true },
  })
  await tx.duplicatePlanItem.updateMany({ where: of, data: { newLinkId: linkId } })
  await tx.duplicatePlanItem.create({
    data: { ...of, oldLinkId: former, newLinkId: linkId, externalId: link?.externalId ?? null },
  })
}

/** The group is free for another plan. */
export function takeOutGroup(ctx: Ctx, { planId, groupNo }: TakeOut): Promise<void> {
  const of = { environmentId: ctx.environment.id, planId, groupNo }
  return write(ctx, "duplicates:resolve", async (tx) => {
    await holdDraft(tx, ctx, planId)
    const group = await tx.duplicatePlanGroup.findFirst({ where: of, select: { groupId: true } })
    if (!group) throw notFound()
    await holdItems(tx, of)
    await tx.duplicatePlanItem.deleteMany({ where: of })
    await tx.duplicatePlanGroup.deleteMany({ where: of })
    await tx.$executeRaw`
      UPDATE duplicate_plan
      SET left_out = left_out || jsonb_build_object('takenOut', coalesce((left_out->>'takenOut')::integer, 0) + 1)
      WHERE environment_id = ${of.environmentId} AND id = ${planId}::uuid`
    await checkItems(tx, ctx, { planId, groupNo })
    return {
      result: undefined,
      audit: {
        ...{ action: "plan.group_taken_out", entity: "duplicate_plan", entityId: planId },
        after: { group: group.groupId },
      },
    }
  })
}

/** In the order in which sweeps hold them that see some of its links go. */
function holdItems(tx: Tx, { environmentId, planId, groupNo }: Omit<Swap, "former" | "linkId">): Promise<unknown> {
  return tx.$queryRaw`
    SELECT FROM duplicate_plan_item WHERE environment_id = ${environmentId} AND plan_id = ${planId}::uuid AND group_no = ${groupNo}::integer
    ORDER BY old_link_id FOR UPDATE`
}

/** Until the transaction ends nobody else changes the plan. Throws NOT_FOUND, and CONFLICT where it is no draft. */
async function holdDraft(tx: Tx, ctx: Ctx, planId: string): Promise<void> {
  const [plan] = await tx.$queryRaw<{ state: string }[]>`
    SELECT state FROM duplicate_plan WHERE environment_id = ${ctx.environment.id} AND id = ${planId}::uuid FOR UPDATE`
  if (!plan) throw notFound()
  if (plan.state !== "draft") throw conflict("plan.notDraft")
}
