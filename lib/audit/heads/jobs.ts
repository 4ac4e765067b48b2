import { z } from "zod"
import { logAuditHeads } from "@/lib/audit/heads/commands"
import { defineJob } from "@/lib/jobs/job"

export const auditHeadsJob = defineJob({
  name: "audit-heads",
  schema: z.object({}),
  scope: "environment",
  policy: "exclusive",
  permissions: ["housekeeping"],
  schedule: "0 * * * *",
  retries: 2,
  run: (ctx) => logAuditHeads(ctx),
})
