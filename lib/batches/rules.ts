import type { BatchDeed, BatchState, ItemState, LeftOutReason } from "@/lib/batches/schema"
import { hasStoredCredentials, isOpenFinanceBrazil, refreshedStatus } from "@/lib/links/rules"
import type { Permission } from "@/lib/permissions"
import { dayMs } from "@/lib/time"

/** What is known of a link when it is chosen, and again just before it is asked for. */
export type Facts = {
  institution: string
  status: string
  accessMode: string | null
  credentialsStorage: string | null
  createdAt: Date
  removed: boolean
  /** Being deleted. */
  leaving: boolean
  coolingDown: boolean
  /** In another batch of the kind, that has not come to it yet. */
  underWay: boolean
}

/** Null: may be asked for. Otherwise why it is left out, the plainest reason first. */
export function leaveOut(facts: Facts, deed: BatchDeed, now: Date): LeftOutReason | null {
  if (facts.removed) return "removed"
  if (facts.leaving) return "leaving"
  if (facts.status === "unconfirmed") return "unconfirmed"
  const reason = deed.kind === "refresh" ? notRefreshed(facts) : notSwitched(facts, deed.accessMode, now)
  return reason ?? (facts.underWay ? "under_way" : null)
}

function notRefreshed(facts: Facts): LeftOutReason | null {
  return notReadable(facts) ?? (facts.coolingDown ? "cooling_down" : null)
}

function notSwitched(facts: Facts, accessMode: string, now: Date): LeftOutReason | null {
  if (facts.accessMode === accessMode) return "unchanged"
  // To single, Belvo reads nothing any more: that helps what is broken, too.
  if (accessMode === "single") return null
  return hasStoredCredentials(facts, now) ? notReadable(facts) : "no_credentials"
}

/** Belvo reads only what works; who makes it work again depends on how it is connected. */
function notReadable({ status, institution }: Facts): LeftOutReason | null {
  if (status === refreshedStatus) return null
  return isOpenFinanceBrazil(institution) ? "consent" : "needs_repair"
}

/** Above so many links their number is typed, and not only pressed. */
export const typedAbove = 25

export const permissionFor = ({
  kind,
}: Pick<BatchDeed, "kind">): Permission & ("links:refresh" | "links:access-mode") =>
  kind === "refresh" ? "links:refresh" : "links:access-mode"

const moves: Record<BatchState, readonly BatchState[]> = {
  draft: ["running", "cancelled", "expired"],
  running: ["paused", "done", "cancelled"],
  paused: ["running", "cancelled"],
  done: ["running"],
  cancelled: [],
  expired: [],
}

export const mayMove = (from: BatchState, to: BatchState): boolean => moves[from].includes(to)

export const hasEnded = (state: BatchState): boolean => ["done", "cancelled", "expired"].includes(state)

/** Nothing will come of it any more by itself. */
export const isSettled = (state: ItemState): boolean => !["draft", "waiting", "sent"].includes(state)

/** So many links are read again at once, so that none is asked for long after it was looked at. */
export const stretchSize = 50

/** How long so many links take where nobody else asks Belvo for anything. `per30s`: what Belvo grants. */
export function leastSeconds(links: number, per30s: number): number {
  const requests = links + Math.ceil(links / stretchSize)
  return Math.ceil((requests * 30) / Math.max(1, Math.floor(per30s * 0.95) - keptForPeople))
}

/** Slots of the thirty seconds that are never a machine's. */
const keptForPeople = 2

/** What was sent so long ago without an answer will have none: the worker that waited for it has died. */
export const lostAfterMs = 150_000

type Holding = { state: BatchState; heldUntil: Date | null; problem: string | null }

/** It would go on, but Belvo gave no answer to a link and has not been heard of since. */
export const isHeld = <Batch extends Holding>(batch: Batch): batch is Batch & { heldUntil: Date; problem: string } =>
  batch.state === "running" && batch.heldUntil !== null && batch.problem !== null

export const draftLastsMs = dayMs
