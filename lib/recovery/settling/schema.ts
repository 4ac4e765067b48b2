import { z } from "zod"

export const settleSessionPayload = z.object({ sessionId: z.guid() })
export type SettleSession = z.output<typeof settleSessionPayload>
