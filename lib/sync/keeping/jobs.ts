import { defineJob } from "@/lib/jobs/job"
import { clearPassing } from "@/lib/sync/keeping/commands"
import { sweepPayload } from "@/lib/sync/schema"

export const clearPassingJob = defineJob({
  name: "clear-passing",
  schema: sweepPayload,
  scope: "environment",
  policy: "exclusive",
  permissions: ["housekeeping"],
  schedule: "*/5 * * * *",
  retries: 2,
  run: (ctx) => clearPassing(ctx),
})
