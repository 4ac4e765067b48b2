import { z } from "zod"

/** How far something is that goes on without its page: each step's part done, the last one's being the whole. */
export const progress = z.object({
  /** Nothing changes any more. */
  over: z.boolean(),
  steps: z.array(z.object({ name: z.string(), done: z.number(), total: z.number() })),
})
export type Progress = z.output<typeof progress>

export const progressKinds = ["deletion", "orphans"] as const
export type ProgressKind = (typeof progressKinds)[number]
