import { z } from "zod"
import { settlePlans } from "@/lib/duplicates/plans/moving/commands"
import { defineJob } from "@/lib/jobs/job"

export const settlePlansJob = defineJob({
  name: "settle-duplicate-plans",
  schema: z.object({}),
  scope: "environment",
  policy: "exclusive",
  permissions: ["plans:make"],
  schedule: "*/5 * * * *",
  retries: 2,
  run: (ctx) => settlePlans(ctx),
})
