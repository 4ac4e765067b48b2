import { confirmDeletion } from "@/lib/deletions/confirming/commands"
import { confirmPayload } from "@/lib/deletions/confirming/schema"
import { defineJob } from "@/lib/jobs/job"

export const confirmJob = defineJob({
  name: "confirm-deletion",
  schema: confirmPayload,
  scope: "environment",
  policy: "standard",
  permissions: ["links:read", "deletions:carry-out", "keys:open"],
  concurrency: 4,
  retries: 2,
  run: confirmDeletion,
})
