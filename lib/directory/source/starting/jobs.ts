import { duePayload } from "@/lib/directory/source/schema"
import { startDueSource } from "@/lib/directory/source/starting/commands"
import { defineJob } from "@/lib/jobs/job"

export const dueSourceJob = defineJob({
  name: "directory-source-due",
  schema: duePayload,
  scope: "environment",
  policy: "exclusive",
  permissions: ["directory:read", "directory:write"],
  schedule: "*/10 * * * *",
  retries: 0,
  run: (ctx) => startDueSource(ctx),
})
