import { defineJob } from "@/lib/jobs/job"
import { rereadWaiting } from "@/lib/webhooks/rereading/commands"
import { emptyPayload } from "@/lib/webhooks/schema"

/** One at a time an environment, and one more may wait: what asks while one runs is not forgotten. The tick finds what was. */
export const rereadJob = defineJob({
  name: "reread",
  schema: emptyPayload,
  scope: "environment",
  policy: "stately",
  permissions: ["webhooks:process", "mirror:write", "keys:open"],
  schedule: "* * * * *",
  // Of several environments: one whose Belvo makes us wait does not hold up the others.
  concurrency: 4,
  retries: 10,
  longestMinutes: 60,
  run: (ctx, _payload, signal) => rereadWaiting(ctx, { signal }),
})
