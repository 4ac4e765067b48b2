import { z } from "zod"
import { defineJob } from "@/lib/jobs/job"
import { endIgnored } from "@/lib/orphans/deciding/expiring/commands"

export const endIgnoredJob = defineJob({
  name: "end-ignored-orphans",
  schema: z.object({}),
  scope: "environment",
  policy: "exclusive",
  permissions: ["housekeeping"],
  schedule: "*/10 * * * *",
  retries: 3,
  run: (ctx) => endIgnored(ctx),
})
