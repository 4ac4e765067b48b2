import { z } from "zod"
import { defineJob } from "@/lib/jobs/job"
import { forgetConnecting } from "@/lib/recovery/connecting/forgetting/commands"

export const forgetConnectingJob = defineJob({
  name: "forget-connecting",
  schema: z.object({}),
  scope: "environment",
  policy: "exclusive",
  permissions: ["housekeeping"],
  schedule: "40 2 * * *",
  retries: 3,
  run: (ctx) => forgetConnecting(ctx),
})
