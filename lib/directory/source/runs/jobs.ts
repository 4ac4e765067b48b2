import { runSource } from "@/lib/directory/source/runs/commands"
import { sourceRunPayload } from "@/lib/directory/source/schema"
import { defineJob } from "@/lib/jobs/job"

export const runSourceJob = defineJob({
  name: "directory-source",
  schema: sourceRunPayload,
  scope: "environment",
  policy: "standard",
  permissions: ["directory:read", "directory:write"],
  // An import that is under way by hand is waited for.
  retries: 20,
  retryDelaySeconds: 60,
  steady: true,
  longestMinutes: 130,
  run: runSource,
})
