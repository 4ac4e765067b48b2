import { importFile } from "@/lib/directory/files/running/commands"
import { importInput } from "@/lib/directory/schema"
import { defineJob } from "@/lib/jobs/job"

export const importFileJob = defineJob({
  name: "import-directory-file",
  schema: importInput,
  scope: "environment",
  policy: "standard",
  permissions: ["directory:write"],
  retries: 3,
  retryDelaySeconds: 5,
  longestMinutes: 130,
  run: importFile,
})
