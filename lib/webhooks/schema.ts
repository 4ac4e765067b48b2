import { z } from "zod"
import { type CursorValue, choiceParam, cursorParam, listParams } from "@/lib/page"

/** `waiting` until the link has been read again, or there is nothing to read. */
export const webhookStates = ["waiting", "processed"] as const
export type WebhookState = (typeof webhookStates)[number]

/** What came of it: by the link's re-reading, or why there was none. */
export const webhookOutcomes = [
  "changed",
  "unchanged",
  "gone",
  "unknown_link",
  "failed",
  "no_link",
  "unreadable",
] as const
export type WebhookOutcome = (typeof webhookOutcomes)[number]

export const emptyPayload = z.object({})
export const webhookInput = z.object({ eventId: z.guid() })
export type WebhookInput = z.output<typeof webhookInput>

export const inboxFilters = ["waiting", ...webhookOutcomes] as const
export type InboxFilter = (typeof inboxFilters)[number]

export type InboxParams = {
  outcome: InboxFilter | ""
  after: readonly CursorValue[] | null
  before: readonly CursorValue[] | null
}

/** The address of the inbox. */
export const inboxParams = listParams<InboxParams>({
  outcome: choiceParam(["", ...inboxFilters], ""),
  after: cursorParam(),
  before: cursorParam(),
})
