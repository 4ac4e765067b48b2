import { z } from "zod"
import { measureCampaigns as announced } from "@/lib/jobs/announced"
import { defineJob } from "@/lib/jobs/job"
import { driveCampaigns, measureCampaigns } from "@/lib/recovery/campaigns/driving/commands"

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

/** As soon as something is told of an address, so that its page shows it and too many failures stop it at once. */
export const measureCampaignsJob = defineJob({
  ...announced,
  schema: z.object({}),
  permissions: ["campaigns:drive"],
  retries: 0,
  run: (ctx) => measureCampaigns(ctx),
})
