"use server"

import { action } from "@/lib/action"
import { checkPlan } from "@/lib/duplicates/plans/checking/commands"
import { createPlan } from "@/lib/duplicates/plans/commands"
import { chooseSurvivor, takeOutGroup } from "@/lib/duplicates/plans/deciding/commands"
import { applyPlan, finishPlan, readyPlan, reopenPlan } from "@/lib/duplicates/plans/moving/commands"
import { chooseSurvivorInput, createPlanInput, planInput, takeOutInput } from "@/lib/duplicates/plans/schema"

const refresh = ["/duplicates"]

export const createPlanAction = action(createPlanInput, createPlan, { refresh })
export const chooseSurvivorAction = action(chooseSurvivorInput, chooseSurvivor, { refresh })
export const takeOutGroupAction = action(takeOutInput, takeOutGroup, { refresh })
export const checkPlanAction = action(planInput, checkPlan, { refresh })
export const readyPlanAction = action(planInput, readyPlan, { refresh })
export const reopenPlanAction = action(planInput, reopenPlan, { refresh })
export const applyPlanAction = action(planInput, applyPlan, { refresh })
export const finishPlanAction = action(planInput, finishPlan, { refresh })
