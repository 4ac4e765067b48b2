import { z } from "zod"

export const settleConnectingPayload = z.object({ sessionId: z.guid() })
export type SettleConnecting = z.output<typeof settleConnectingPayload>
