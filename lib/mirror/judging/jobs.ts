import { z } from "zod"
import { directoryChanged } from "@/lib/jobs/announced"
import { defineJob } from "@/lib/jobs/job"
import { judgeOrphans } from "@/lib/mirror/judging/commands"

/** Enqueued by each change of the directory; by the clock only for what a stopped worker left. */
export const judgeOrphansJob = defineJob({
  ...directoryChanged,
  schema: z.object({}),
  permissions: ["mirror:write"],
  schedule: "* * * * *",
  retries: 3,
  longestMinutes: 60,
  run: (ctx, _payload, signal) => judgeOrphans(ctx, { signal }),
})
