import type { DeletionState, RequestState } from "@/lib/deletions/schema"
import { hourMs } from "@/lib/time"

export const underWayStates = ["requested", "sent", "accepted"] as const satisfies readonly DeletionState[]

export const isUnderWay = (state: DeletionState): boolean => underWayStates.some((one) => one === state)

/** What must be typed: what people know the link by, or the end of its id where it has no other name. */
export function confirmationOf(link: { id: string; externalId: string | null }): string {
  const { externalId } = link
  return externalId !== null && canBeTyped(externalId) ? externalId : link.id.slice(-8)
}

const canBeTyped = (text: string): boolean => text !== "" && text.length <= 256 && text === text.trim()

export const heldUntil = (from: Date, holdHours: number): Date => new Date(from.getTime() + holdHours * hourMs)

export const needsApproval = (links: number, threshold: number): boolean => links > threshold

/** Nobody approves what they have asked for, or had a hand in. */
export const mayDecide = (memberId: string, participants: readonly string[]): boolean =>
  !participants.includes(memberId)

const moves: Record<RequestState, readonly RequestState[]> = {
  draft: ["awaiting_approval", "held", "cancelled", "expired"],
  awaiting_approval: ["held", "refused", "cancelled", "expired"],
  held: ["running", "cancelled"],
  running: ["done", "cancelled"],
  done: ["running"],
  cancelled: [],
  refused: [],
  expired: [],
}

export const mayMove = (from: RequestState, to: RequestState): boolean => moves[from].includes(to)

/** In which a link that has not left yet can be taken out. */
export const cancellableStates = [
  "draft",
  "awaiting_approval",
  "held",
  "running",
] as const satisfies readonly RequestState[]

export const isCancellable = (state: RequestState): boolean => cancellableStates.some((one) => one === state)

/** When to look whether Belvo has done what it accepted. One link has somebody waiting; of many, Belvo's webhooks tell most. */
export function lookDelaysSeconds(links: number): readonly number[] {
  return links === 1 ? [5, 10, 20, 60, 180, 600, 1_800, 3_600] : [60, 180, 600, 1_800, 3_600]
}

export type Look = { kind: "later"; at: Date } | { kind: "failed" }

/** After `looks` of them have found the link still there, whatever was accepted. */
export function nextLook(acceptedAt: Date, looks: number, links: number): Look {
  const seconds = lookDelaysSeconds(links)[looks]
  if (seconds === undefined) return { kind: "failed" }
  return { kind: "later", at: new Date(acceptedAt.getTime() + seconds * 1_000) }
}
