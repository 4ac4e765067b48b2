import { z } from "zod"
import { endDirectoryFiles } from "@/lib/directory/keeping/commands"
import { defineJob } from "@/lib/jobs/job"

export const endDirectoryFilesJob = defineJob({
  name: "end-directory-files",
  schema: z.object({}),
  scope: "environment",
  policy: "exclusive",
  permissions: ["housekeeping"],
  schedule: "40 1 * * *",
  retries: 3,
  run: (ctx) => endDirectoryFiles(ctx),
})
