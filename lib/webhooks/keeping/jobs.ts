import { defineJob } from "@/lib/jobs/job"
import { endRawWebhooks } from "@/lib/webhooks/keeping/commands"
import { emptyPayload } from "@/lib/webhooks/schema"

export const endRawWebhooksJob = defineJob({
  name: "end-raw-webhooks",
  schema: emptyPayload,
  scope: "environment",
  policy: "exclusive",
  permissions: ["housekeeping"],
  schedule: "20 1 * * *",
  retries: 3,
  run: (ctx) => endRawWebhooks(ctx),
})
