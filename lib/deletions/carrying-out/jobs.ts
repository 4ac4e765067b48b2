import { carryOut } from "@/lib/deletions/carrying-out/commands"
import { deletionInput } from "@/lib/deletions/schema"
import { defineJob } from "@/lib/jobs/job"

export const carryOutJob = defineJob({
  name: "carry-out-deletion",
  schema: deletionInput,
  scope: "environment",
  policy: "standard",
  permissions: ["deletions:carry-out", "keys:open"],
  concurrency: 2,
  retries: 5,
  retryDelaySeconds: 5,
  run: carryOut,
})
