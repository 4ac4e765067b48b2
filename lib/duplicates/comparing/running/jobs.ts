import { compareLinks } from "@/lib/duplicates/comparing/running/commands"
import { comparisonInput } from "@/lib/duplicates/comparing/schema"
import { defineJob } from "@/lib/jobs/job"

export const compareJob = defineJob({
  name: "compare-links",
  schema: comparisonInput,
  scope: "environment",
  policy: "standard",
  permissions: ["duplicates:compare", "keys:open"],
  retries: 3,
  retryDelaySeconds: 10,
  run: (ctx, payload, signal) => compareLinks(ctx, { ...payload, signal }),
})
