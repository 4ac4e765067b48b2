import { z } from "zod"

/** `attempt` counts the looks from 0. */
export const confirmPayload = z.object({ deletionId: z.guid(), attempt: z.number().int().min(0) })
export type ConfirmDeletion = z.output<typeof confirmPayload>
