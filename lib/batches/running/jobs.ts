import { runBatch } from "@/lib/batches/running/commands"
import { batchInput } from "@/lib/batches/schema"
import { defineJob } from "@/lib/jobs/job"

/** Works on one batch until its turn is over or nothing can be done for a while. Those that go on, a job looks for every minute. */
export const runBatchJob = defineJob({
  name: "run-batch",
  schema: batchInput,
  scope: "environment",
  policy: "stately",
  permissions: ["links:refresh", "batches:carry-out", "keys:open"],
  retries: 5,
  retryDelaySeconds: 5,
  longestMinutes: 60,
  run: (ctx, { batchId }, signal) => runBatch(ctx, { batchId, signal }),
})
