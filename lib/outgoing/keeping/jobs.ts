import { z } from "zod"
import { defineJob } from "@/lib/jobs/job"
import { endDeliveries } from "@/lib/outgoing/keeping/commands"

export const endDeliveriesJob = defineJob({
  name: "end-deliveries",
  schema: z.object({}),
  scope: "environment",
  policy: "exclusive",
  permissions: ["housekeeping"],
  schedule: "50 1 * * *",
  retries: 3,
  run: (ctx) => endDeliveries(ctx),
})
