import { requestInput } from "@/lib/deletions/requests/schema"
import { runRequest } from "@/lib/deletions/running/commands"
import { defineJob } from "@/lib/jobs/job"

/** Works on one request until there is nothing to do for a while. Those that go on, a job looks for every minute. */
export const runRequestJob = defineJob({
  name: "run-deletion-request",
  schema: requestInput,
  scope: "environment",
  policy: "stately",
  permissions: ["links:read", "deletions:carry-out", "keys:open"],
  concurrency: 2,
  retries: 5,
  retryDelaySeconds: 5,
  longestMinutes: 23 * 60,
  run: (ctx, { requestId }, signal) => runRequest(ctx, { requestId, signal, patienceMs: 60_000 }),
})
