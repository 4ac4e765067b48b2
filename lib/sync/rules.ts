import type { SweepState } from "@/lib/sync/schema"
import { dayMs, minuteMs } from "@/lib/time"

/** After this long without a sign a run has nobody left who works on it. */
export const abandonedAfterMs = 90_000
/** A run whose holder was silent for this long may be taken over: several of its heartbeats are missing. */
export const takeoverAfterMs = 12_000
export const heartbeatMs = 3_000
/** Page numbers drift while links come and go; after this many passes what is left is the next sweep's. */
export const mostPasses = 3

/** Longer than any request to Belvo takes: until then what a page showed must outweigh an older reading. */
export const keptPagesMs = 10 * minuteMs
/** What a sweep asked for is of use while somebody wonders about it. */
export const keptWindowsMs = 3 * dayMs
/** Answers hold customers' ids; who asked has them long before. */
export const keptTicketsMs = 10 * minuteMs

const manyAtLeast = 50
const manyShare = 0.02

/** Whether so many would go at once that a person has to look first. */
export const needsDecision = ({ missing, present }: { missing: number; present: number }): boolean =>
  missing >= manyAtLeast && missing > present * manyShare

export type Pass = {
  /** Belvo's count on each page of the pass. */
  counts: readonly number[]
  /** Different links on its pages. */
  distinct: number
}

/** Whether the list held still while it was read: nothing can have slipped from one page to another. */
export function isWhole({ counts, distinct }: Pass): boolean {
  const [first = 0] = counts
  return counts.every((count) => count === first) && distinct >= first
}

const activeStates: readonly SweepState[] = ["queued", "running"]
export const isActive = (state: string): boolean => activeStates.some((one) => one === state)

/** How far a run is, from 0 to 1; null where nothing is known yet. */
export function progressOf(run: {
  phase: string
  expected: number | null
  seen: number
  missing: number | null
  checked: number
}): number | null {
  if (run.phase === "confirming" && run.missing) return Math.min(1, run.checked / run.missing)
  return run.expected === null ? null : Math.min(1, run.seen / Math.max(1, run.expected))
}
