import { z } from "zod"
import { defineJob } from "@/lib/jobs/job"
import { reviewExternalIds } from "@/lib/mirror/reviewing/commands"

export const reviewExternalIdsJob = defineJob({
  name: "review-external-ids",
  schema: z.object({}),
  scope: "environment",
  policy: "exclusive",
  permissions: ["mirror:write"],
  schedule: "* * * * *",
  retries: 2,
  run: (ctx, _payload, signal) => reviewExternalIds(ctx, { signal }),
})
