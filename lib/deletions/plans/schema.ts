import { planInput } from "@/lib/duplicates/plans/schema"

export const cancelPlanInput = planInput
