import { defineJob } from "@/lib/jobs/job"
import { sweepPayload } from "@/lib/sync/schema"
import { takeUpSweep } from "@/lib/sync/sweep/commands"

/** Works on the environment's waiting sweep, whichever that is: a repeat of it finds nothing to do, or goes on with it. */
export const sweepJob = defineJob({
  name: "sweep",
  schema: sweepPayload,
  scope: "environment",
  policy: "exclusive",
  permissions: ["mirror:write", "keys:open"],
  // What Belvo refuses ends the sweep. What is repeated is ours: a worker that died or was told to stop, however often.
  retries: 1_000,
  steady: true,
  longestMinutes: 23 * 60,
  run: (ctx, _payload, signal) => takeUpSweep(ctx, { signal }),
})
