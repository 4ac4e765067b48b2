import { defineJob } from "@/lib/jobs/job"
import { makeDueWaves } from "@/lib/recovery/campaigns/making/commands"
import { campaignInput } from "@/lib/recovery/campaigns/schema"

export const makeAddressesJob = defineJob({
  name: "make-campaign-addresses",
  schema: campaignInput,
  scope: "environment",
  policy: "stately",
  permissions: ["campaigns:drive"],
  retries: 5,
  retryDelaySeconds: 2,
  longestMinutes: 30,
  run: (ctx, { campaignId }, signal) => makeDueWaves(ctx, { campaignId, signal }),
})
