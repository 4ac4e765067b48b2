import { defineJob } from "@/lib/jobs/job"
import { noteMissed } from "@/lib/webhooks/missed/commands"
import { emptyPayload } from "@/lib/webhooks/schema"

export const noteMissedJob = defineJob({
  name: "note-missed",
  schema: emptyPayload,
  scope: "environment",
  policy: "exclusive",
  permissions: ["webhooks:process"],
  schedule: "*/10 * * * *",
  retries: 3,
  run: (ctx) => noteMissed(ctx),
})
