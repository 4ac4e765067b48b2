import { z } from "zod"
import { expireBatches, startDueBatches } from "@/lib/batches/due/commands"
import { defineJob } from "@/lib/jobs/job"

export const dueBatchesJob = defineJob({
  name: "start-due-batches",
  schema: z.object({}),
  scope: "environment",
  policy: "exclusive",
  permissions: ["batches:carry-out"],
  schedule: "* * * * *",
  retries: 1,
  run: (ctx) => startDueBatches(ctx),
})

export const expireBatchesJob = defineJob({
  name: "expire-batches",
  schema: z.object({}),
  scope: "environment",
  policy: "exclusive",
  permissions: ["housekeeping"],
  schedule: "35 * * * *",
  retries: 2,
  run: (ctx) => expireBatches(ctx),
})
