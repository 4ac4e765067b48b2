import { defineJob } from "@/lib/jobs/job"
import { settleConnecting } from "@/lib/recovery/connecting/settling/commands"
import { settleConnectingPayload } from "@/lib/recovery/connecting/settling/schema"

export const settleConnectingJob = defineJob({
  name: "settle-connecting",
  schema: settleConnectingPayload,
  scope: "environment",
  policy: "standard",
  permissions: ["links:read", "sessions:settle", "keys:open"],
  concurrency: 4,
  retries: 3,
  retryDelaySeconds: 5,
  run: settleConnecting,
})
