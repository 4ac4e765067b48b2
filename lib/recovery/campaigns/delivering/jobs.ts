import { z } from "zod"
import { deliverOutgoing } from "@/lib/jobs/announced"
import { defineJob } from "@/lib/jobs/job"
import { deliverOutgoingNow } from "@/lib/recovery/campaigns/delivering/commands"

/** Each minute as well, for what somebody died over. */
export const deliverOutgoingJob = defineJob({
  ...deliverOutgoing,
  schema: z.object({}),
  permissions: ["links:read", "webhooks:send"],
  schedule: "* * * * *",
  retries: 0,
  longestMinutes: 30,
  run: (ctx, _, signal) => deliverOutgoingNow(ctx, signal),
})
