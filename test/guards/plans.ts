import { cancelPlan } from "@/lib/deletions/plans/commands"
import { listRequestsOfPlan } from "@/lib/deletions/requests/queries"
import { checkPlan } from "@/lib/duplicates/plans/checking/commands"
import { createPlan } from "@/lib/duplicates/plans/commands"
import { chooseSurvivor, takeOutGroup } from "@/lib/duplicates/plans/deciding/commands"
import { listPlanItems } from "@/lib/duplicates/plans/items/queries"
import { makePlan } from "@/lib/duplicates/plans/making/commands"
import { applyPlan, finishPlan, readyPlan, reopenPlan, settlePlans } from "@/lib/duplicates/plans/moving/commands"
import { countGoneOfPlan, findPlan, listPlans } from "@/lib/duplicates/plans/queries"
import { type PlanState, planItemParams } from "@/lib/duplicates/plans/schema"
import { remapCopy } from "@/lib/exports/plans/queries"
import type { Place } from "@/test/guards/place"
import { needs, type Row } from "@/test/guards/row"

/** The plan in the state that the call begins in; nothing of it is being deleted. */
async function planIn({ db, ids }: Place, state: PlanState): Promise<{ planId: string }> {
  await db.deletion.updateMany({ data: { state: "cancelled" } })
  await db.duplicatePlan.updateMany({ where: { id: ids.plan }, data: { state } })
  return { planId: ids.plan }
}

async function itemOf(place: Place) {
  const { groupNo, oldLinkId } = await place.db.duplicatePlanItem.findFirstOrThrow({
    where: { planId: place.ids.plan },
  })
  return { ...(await planIn(place, "draft")), groupNo, linkId: oldLinkId }
}

async function freeGroup({ db, ids }: Place): Promise<string> {
  await db.duplicatePlanGroup.updateMany({ data: { open: false } })
  return ids.group
}

export const planRows: readonly Row[] = [
  needs("links:read", listPlans, () => [{ after: null }]),
  needs("links:read", findPlan, ({ ids }) => [{ planId: ids.plan }], { elsewhere: { value: null } }),
  needs("links:read", countGoneOfPlan, ({ ids }) => [{ planId: ids.plan }], { elsewhere: { value: 0 } }),
  needs("links:read", listPlanItems, ({ ids }) => [{ planId: ids.plan, params: planItemParams.parse({}) }], {
    elsewhere: { value: { rows: [], total: { count: 0 } } },
  }),
  needs("links:read", listRequestsOfPlan, ({ ids }) => [{ planId: ids.plan }], { elsewhere: { value: [] } }),
  needs("links:read", remapCopy, async (place) => [{ plan: (await planIn(place, "ready")).planId }]),

  needs(
    "duplicates:resolve",
    createPlan,
    async (place) => [{ selection: { kind: "groups", ids: [await freeGroup(place)] } }],
    { elsewhere: { error: { code: "CONFLICT" } } },
  ),
  needs("plans:make", makePlan, async (place) => [await planIn(place, "making"), new AbortController().signal], {
    elsewhere: { value: undefined },
  }),
  needs("duplicates:resolve", checkPlan, async (place) => [await planIn(place, "draft")]),
  needs("duplicates:resolve", chooseSurvivor, async (place) => [
    { ...(await itemOf(place)), reason: "A person knows" },
  ]),
  needs("duplicates:resolve", takeOutGroup, async (place) => [await itemOf(place)]),
  needs("duplicates:resolve", readyPlan, async (place) => [await planIn(place, "draft")]),
  needs("duplicates:resolve", reopenPlan, async (place) => [await planIn(place, "ready")]),
  needs("duplicates:resolve", applyPlan, async (place) => [await planIn(place, "ready")]),
  needs("duplicates:resolve", finishPlan, async (place) => [await planIn(place, "applied")]),
  needs("duplicates:resolve", cancelPlan, async (place) => [await planIn(place, "applied")]),
  needs("plans:make", settlePlans, () => []),
]
