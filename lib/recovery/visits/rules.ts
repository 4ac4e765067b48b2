import { addressState, isPast, type Standing } from "@/lib/recovery/addresses/rules"
import type { SessionState } from "@/lib/recovery/schema"
import type { PageState, Visited } from "@/lib/recovery/visits/schema"
import { minuteMs } from "@/lib/time"

export type Seen = {
  address: Standing & { errorCode: string | null }
  /** As the mirror has it. */
  link: { status: string; removed: boolean }
  /** What the latest visit has come to. */
  latest: SessionState | null
}

/**
 * What the customer's page says, which is what holds now and not what held when the address was settled. A link that worked and has broken
 * since is repaired at the same address while that is good; afterwards there is somebody to ask.
 */
export function pageState({ address, link, latest }: Seen, now: Date): PageState {
  if (link.removed || address.errorCode === "link_removed") return "gone"
  if (address.state === "open" && latest === "healed") return "repaired"
  const state = addressState({ ...address, visiting: latest === "open" }, now)
  if ((state !== "repaired" && state !== "healed") || link.status === "valid") return state
  if (isPast(address, now)) return "broke"
  return state === "repaired" ? "again" : "open"
}

const zones: Record<string, string> = {
  AR: "America/Argentina/Buenos_Aires",
  BR: "America/Sao_Paulo",
  CL: "America/Santiago",
  CO: "America/Bogota",
  MX: "America/Mexico_City",
  PE: "America/Lima",
}

/** Where most customers of a country's institutions live: a day is theirs, not ours. */
export const timeZoneOf = (country: string | null): string => zones[country ?? ""] ?? "UTC"

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
