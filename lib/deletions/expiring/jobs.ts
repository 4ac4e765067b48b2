import { z } from "zod"
import { expireRequests } from "@/lib/deletions/expiring/commands"
import { defineJob } from "@/lib/jobs/job"

export const expireRequestsJob = defineJob({
  name: "expire-deletions",
  schema: z.object({}),
  scope: "environment",
  policy: "exclusive",
  permissions: ["housekeeping"],
  schedule: "25 * * * *",
  retries: 2,
  run: (ctx) => expireRequests(ctx),
})
