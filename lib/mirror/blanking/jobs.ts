import { z } from "zod"
import { defineJob } from "@/lib/jobs/job"
import { blankRemoved } from "@/lib/mirror/blanking/commands"

export const blankRemovedJob = defineJob({
  name: "blank-removed-links",
  schema: z.object({}),
  scope: "environment",
  policy: "exclusive",
  permissions: ["mirror:write", "housekeeping"],
  schedule: "10 2 * * *",
  retries: 3,
  longestMinutes: 120,
  run: (ctx, _payload, signal) => blankRemoved(ctx, { signal }),
})
