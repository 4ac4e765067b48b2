"use server"

import { action } from "@/lib/action"
import { cancelPlan } from "@/lib/deletions/plans/commands"
import { cancelPlanInput } from "@/lib/deletions/plans/schema"

export const cancelPlanAction = action(cancelPlanInput, cancelPlan, { refresh: ["/duplicates"] })
