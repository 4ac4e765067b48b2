import { defineJob, type Job } from "@/lib/jobs/job"
import { startDueSweep } from "@/lib/sync/commands"
import { sweepPayload } from "@/lib/sync/schema"

export const dueSweepJob: Job = defineJob({
  name: "sweep-due",
  schema: sweepPayload,
  scope: "environment",
  policy: "exclusive",
  permissions: ["mirror:write"],
  schedule: "* * * * *",
  retries: 0,
  run: (ctx) => startDueSweep(ctx),
})
