import { z } from "zod"
import { settleAbandoned } from "@/lib/deletions/abandoned/commands"
import { defineJob } from "@/lib/jobs/job"

export const settleAbandonedJob = defineJob({
  name: "settle-abandoned-deletions",
  schema: z.object({}),
  scope: "environment",
  policy: "exclusive",
  permissions: ["deletions:carry-out"],
  schedule: "*/5 * * * *",
  retries: 2,
  run: (ctx) => settleAbandoned(ctx),
})
