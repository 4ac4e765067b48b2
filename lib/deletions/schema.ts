import { z } from "zod"
import { linkId } from "@/lib/links/ids/schema"

/**
 * Of one link in a request. `requested` once the request is confirmed; `sent` from before it leaves until Belvo's answer is kept;
 * `accepted` until the link is seen to be gone. `skipped`: the world had changed, so that it was left alone.
 */
export const deletionStates = [
  "draft",
  "requested",
  "sent",
  "accepted",
  "done",
  "already_gone",
  "failed",
  "skipped",
  "cancelled",
] as const
export type DeletionState = (typeof deletionStates)[number]

/** Of a request, in the order in which it may move on; from `done` back to `running` where failures are tried again. */
export const requestStates = [
  "draft",
  "awaiting_approval",
  "held",
  "running",
  "done",
  "cancelled",
  "refused",
  "expired",
] as const
export type RequestState = (typeof requestStates)[number]

/** Why a link is left alone: known when it was chosen or confirmed, or found just before it would have been deleted. */
export const skipReasons = [
  "removed",
  "under_way",
  "healed",
  "external_id_changed",
  "directory_uses",
  "survivor_gone",
  "survivor_invalid",
  "survivor_leaving",
] as const
export type SkipReason = (typeof skipReasons)[number]

export const reason = z.string().trim().min(3).max(500)
/** What the member typed: of one link its external id, or the last eight characters of its id; of several their number. */
export const confirmation = z.string().trim().min(1).max(256)

export const requestDeletionInput = z.object({ linkId, confirmation, reason })
export type RequestDeletion = z.output<typeof requestDeletionInput>

export const deletionInput = z.object({ deletionId: z.guid() })
export type DeletionInput = z.output<typeof deletionInput>

/** Why it failed, without anything that Belvo's answer may have repeated. */
export const deletionFailure = z.object({ code: z.string(), requestId: z.string().nullable() })
export type DeletionFailure = z.output<typeof deletionFailure>

export const deletionView = z.object({
  id: z.string(),
  linkId: z.string(),
  requestId: z.string(),
  requestState: z.enum(requestStates),
  /** How many links the request has. */
  links: z.number(),
  requestedBy: z.object({ id: z.string(), name: z.string() }),
  requestedAt: z.string(),
  /** Until then it can be taken back; null while a second member has yet to approve. */
  heldUntil: z.string().nullable(),
  reason: z.string(),
  state: z.enum(deletionStates),
  acceptedAt: z.string().nullable(),
  settledAt: z.string().nullable(),
  belvoRequestId: z.string().nullable(),
  failure: deletionFailure.nullable(),
})
export type DeletionView = z.output<typeof deletionView>
