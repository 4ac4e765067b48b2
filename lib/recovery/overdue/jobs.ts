import { z } from "zod"
import { defineJob } from "@/lib/jobs/job"
import { settleOverdue } from "@/lib/recovery/overdue/commands"

export const settleOverdueJob = defineJob({
  name: "settle-overdue",
  schema: z.object({}),
  scope: "environment",
  policy: "exclusive",
  permissions: ["links:read", "sessions:settle", "keys:open"],
  schedule: "* * * * *",
  retries: 2,
  run: (ctx, _, signal) => settleOverdue(ctx, { signal }),
})
