import { z } from "zod"
import { defineJob } from "@/lib/jobs/job"
import { driveCampaigns } from "@/lib/recovery/campaigns/driving/commands"

export const driveCampaignsJob = defineJob({
  name: "drive-campaigns",
  schema: z.object({}),
  scope: "environment",
  policy: "exclusive",
  permissions: ["campaigns:drive"],
  schedule: "* * * * *",
  retries: 0,
  run: (ctx) => driveCampaigns(ctx),
})
