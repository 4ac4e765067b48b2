import { defineJob } from "@/lib/jobs/job"
import { mirrorInstitutions } from "@/lib/sync/institutions/commands"
import { sweepPayload } from "@/lib/sync/schema"

export const institutionsJob = defineJob({
  name: "institutions",
  schema: sweepPayload,
  scope: "environment",
  policy: "exclusive",
  permissions: ["mirror:write", "keys:open"],
  schedule: "25 4 * * *",
  retries: 5,
  retryDelaySeconds: 30,
  run: (ctx) => mirrorInstitutions(ctx),
})
