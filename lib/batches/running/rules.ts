import type { BatchDeed, ItemState } from "@/lib/batches/schema"
import type { BelvoError } from "@/lib/belvo/errors"

/** Another run has claimed the batch, or it no longer runs. */
export class RunTaken extends Error {
  override readonly name = "RunTaken"
}

/** What becomes of a link once Belvo has answered, or has not. */
export type End = { state: ItemState; reason: string | null; belvoRequestId: string | null }

export type Failed =
  /** Nothing was done: it waits on, and so do all others. */
  | { kind: "not_sent" }
  /** It may have been done. */
  | { kind: "unanswered" }
  /** Belvo has answered, so it may have been done; what the answer says nobody here can read. */
  | { kind: "unread" }
  | { kind: "refused"; end: End }

/** What an error says of the one request that it ended. What changes something at Belvo is never sent twice. */
export function readFailure(error: BelvoError): Failed {
  if (silent.includes(error.kind)) return { kind: "unanswered" }
  if (error.kind === "api" && (error.status >= 500 || error.status === 408)) return { kind: "unanswered" }
  if (error.kind === "schema") return { kind: "unread" }
  if (held.includes(error.kind)) return { kind: "not_sent" }
  return { kind: "refused", end: { state: "failed", reason: error.belvoCode, belvoRequestId: error.requestId } }
}

const silent: readonly BelvoError["kind"][] = ["network", "timeout"]
const held: readonly BelvoError["kind"][] = ["throttled", "unauthorized", "wrong_address"]

/** So many answers in a row that nobody can read are no accident: no further link is asked for until somebody has looked. */
export const mostUnread = 3

/** A changed mode can be seen; whether Belvo is refreshing cannot. */
export function endOfUnanswered(deed: BatchDeed, seen: { accessMode: string | null } | null): End {
  const requestId = { belvoRequestId: null }
  if (deed.kind === "refresh" || seen === null) return { state: "unknown", reason: "no_answer", ...requestId }
  if (seen.accessMode === deed.accessMode) return { state: "done", reason: null, ...requestId }
  return { state: "failed", reason: "not_changed", ...requestId }
}
