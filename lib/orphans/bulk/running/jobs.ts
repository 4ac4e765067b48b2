import { defineJob } from "@/lib/jobs/job"
import { runBulk } from "@/lib/orphans/bulk/running/commands"
import { bulkInput } from "@/lib/orphans/bulk/schema"

export const runBulkJob = defineJob({
  name: "decide-orphans",
  schema: bulkInput,
  scope: "environment",
  policy: "standard",
  permissions: ["orphans:decide"],
  retries: 5,
  retryDelaySeconds: 2,
  longestMinutes: 30,
  run: runBulk,
})
