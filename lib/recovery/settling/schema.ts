import { z } from "zod"

export const settleSessionPayload = z.object({
  sessionId: z.guid(),
  /** Only the browser says that there is news, so Belvo is asked when it has nothing better to answer. */
  rumour: z.boolean().default(false),
})
export type SettleSession = z.input<typeof settleSessionPayload>
