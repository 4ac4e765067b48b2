import { z } from "zod"

/** How far something is that goes on without its page: each step's part done, the last one's being the whole. */
export const progress = z.object({
  /** Nothing changes any more. */
  over: z.boolean(),
  steps: z.array(z.object({ name: z.string(), done: z.number(), total: z.number() })),
  /** Whatever else its page shows of it: another text where any of that has changed. */
  rest: z.string().default(""),
})
export type Progress = z.output<typeof progress>

export const progressKinds = ["deletion", "orphans", "batch", "campaign"] as const
export type ProgressKind = (typeof progressKinds)[number]
