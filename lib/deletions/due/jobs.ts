import { z } from "zod"
import { startDueRequests } from "@/lib/deletions/due/commands"
import { defineJob } from "@/lib/jobs/job"

export const dueRequestsJob = defineJob({
  name: "start-due-deletions",
  schema: z.object({}),
  scope: "environment",
  policy: "exclusive",
  permissions: ["deletions:carry-out"],
  schedule: "* * * * *",
  retries: 1,
  run: (ctx) => startDueRequests(ctx),
})
