import type { DeletionState } from "@/lib/deletions/schema"

/** So long a request can be taken back before anything is sent to Belvo. */
export const holdSeconds = 10

/** When to look whether Belvo has done what it accepted; it usually takes seconds. */
export const confirmDelaysSeconds = [5, 10, 20, 60, 180, 600, 1_800, 3_600] as const

export const underWayStates = ["requested", "sent", "accepted"] as const satisfies readonly DeletionState[]

export const isUnderWay = (state: DeletionState): boolean => underWayStates.some((one) => one === state)

/** What must be typed: what people know the link by, or the end of its id where it has no other name. */
export function confirmationOf(link: { id: string; externalId: string | null }): string {
  return link.externalId ?? link.id.slice(-8)
}

export function heldUntil(requestedAt: Date): Date {
  return new Date(requestedAt.getTime() + holdSeconds * 1_000)
}

export type Confirmed = "done" | "wait" | "failed"

/** A link that is still there at the last look has not been deleted, whatever was accepted. */
export function confirm(isFound: boolean, attempt: number): Confirmed {
  if (!isFound) return "done"
  return isLastLook(attempt) ? "failed" : "wait"
}

export const isLastLook = (attempt: number): boolean => attempt + 1 >= confirmDelaysSeconds.length
