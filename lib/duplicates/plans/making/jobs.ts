import { makePlan } from "@/lib/duplicates/plans/making/commands"
import { planInput } from "@/lib/duplicates/plans/schema"
import { defineJob } from "@/lib/jobs/job"

export const makePlanJob = defineJob({
  name: "make-duplicate-plan",
  schema: planInput,
  scope: "environment",
  policy: "standard",
  permissions: ["plans:make"],
  retries: 5,
  retryDelaySeconds: 2,
  longestMinutes: 30,
  run: makePlan,
})
