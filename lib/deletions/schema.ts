import { z } from "zod"
import { linkId } from "@/lib/links/ids/schema"

/** `sent` is from before the request leaves until its answer is kept; `accepted` until the link is seen to be gone. */
export const deletionStates = ["requested", "sent", "accepted", "done", "already_gone", "failed", "cancelled"] as const
export type DeletionState = (typeof deletionStates)[number]

/** `confirmation` is what the member typed: the external id, or the last eight characters of the link id. */
export const requestDeletionInput = z.object({
  linkId,
  confirmation: z.string().trim().min(1).max(256),
  reason: z.string().trim().min(3).max(500),
})
export type RequestDeletion = z.output<typeof requestDeletionInput>

export const deletionInput = z.object({ deletionId: z.guid() })
export type DeletionInput = z.output<typeof deletionInput>

/** Why it failed, without anything that Belvo's answer may have repeated. */
export const deletionFailure = z.object({ code: z.string(), requestId: z.string().nullable() })
export type DeletionFailure = z.output<typeof deletionFailure>

export const deletionView = z.object({
  id: z.string(),
  linkId: z.string(),
  requestedBy: z.object({ id: z.string(), name: z.string() }),
  requestedAt: z.string(),
  /** Until then it can be taken back. */
  heldUntil: z.string(),
  reason: z.string(),
  state: z.enum(deletionStates),
  acceptedAt: z.string().nullable(),
  settledAt: z.string().nullable(),
  belvoRequestId: z.string().nullable(),
  failure: deletionFailure.nullable(),
})
export type DeletionView = z.output<typeof deletionView>
