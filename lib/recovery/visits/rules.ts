import type { Visited } from "@/lib/recovery/visits/schema"
import { minuteMs } from "@/lib/time"

/** One window of presses: how many have been counted since when. */
export type Presses = { since: Date; presses: number }

export const pressWindowMs = 10 * minuteMs
/** Enough for somebody with two tabs and a bad password; each press costs two requests to Belvo. */
export const mostOfAddress = 12
/** Customers of one mobile network share an address: a campaign must not shut itself out. No one address takes up more than its own share. */
export const mostOfClient = 2_000

/** A press that Belvo's budget put off is made again by the page itself, and is none; whoever shares a network counts for what was done. */
export function countsFor(kind: Visited["kind"]): "nobody" | "address" | "both" {
  if (kind === "busy") return "nobody"
  return kind === "failed" || kind === "closed" || kind === "wait" ? "address" : "both"
}

/** How long to wait before the next press; 0 where it may be made now. */
export function pressWaitSeconds({ since, presses }: Presses, most: number, now: Date): number {
  if (presses <= most) return 0
  return Math.max(1, Math.ceil((since.getTime() + pressWindowMs - now.getTime()) / 1_000))
}

/** Presses within this are one visit: a second finger on the button, or the page itself trying again. */
export const sameVisitMs = 30_000
