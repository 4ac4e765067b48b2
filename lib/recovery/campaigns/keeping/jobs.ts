import { z } from "zod"
import { defineJob } from "@/lib/jobs/job"
import { endDrafts } from "@/lib/recovery/campaigns/keeping/commands"

export const endDraftsJob = defineJob({
  name: "end-campaign-drafts",
  schema: z.object({}),
  scope: "environment",
  policy: "exclusive",
  permissions: ["housekeeping"],
  schedule: "40 4 * * *",
  retries: 3,
  run: (ctx) => endDrafts(ctx),
})
