import { defineJob } from "@/lib/jobs/job"
import { settleSession } from "@/lib/recovery/settling/commands"
import { settleSessionPayload } from "@/lib/recovery/settling/schema"

export const settleSessionJob = defineJob({
  name: "settle-session",
  schema: settleSessionPayload,
  scope: "environment",
  policy: "standard",
  permissions: ["links:read", "sessions:settle", "keys:open"],
  concurrency: 4,
  retries: 3,
  retryDelaySeconds: 5,
  run: settleSession,
})

/** One waits a session, however often its widget speaks. */
export const settleRumourJob = defineJob({
  name: "settle-rumour",
  schema: settleSessionPayload,
  scope: "environment",
  policy: "stately",
  permissions: ["links:read", "sessions:settle", "keys:open"],
  concurrency: 2,
  retries: 3,
  retryDelaySeconds: 5,
  run: settleSession,
})
