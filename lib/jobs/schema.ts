import { z } from "zod"

export const mostIds = 500

/** Named ones, or all failed ones that were on the page. */
export const retrySelection = z.union([
  z.object({ jobIds: z.array(z.guid()).min(1).max(mostIds) }),
  z.object({ allFailedBefore: z.iso.datetime(), expectedCount: z.number().int().min(1).max(100_000) }),
])
export type RetrySelection = z.output<typeof retrySelection>
