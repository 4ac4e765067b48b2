import { z } from "zod"
import { defineJob } from "@/lib/jobs/job"
import { endAddresses } from "@/lib/recovery/addresses/ending/commands"

export const endAddressesJob = defineJob({
  name: "end-addresses",
  schema: z.object({}),
  scope: "environment",
  policy: "exclusive",
  permissions: ["sessions:settle"],
  schedule: "* * * * *",
  retries: 2,
  run: (ctx, _, signal) => endAddresses(ctx, { signal }),
})
