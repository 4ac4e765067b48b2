import { hourMs, minuteMs } from "@/lib/time"

/** What tells one webhook from another; Belvo gives its deliveries no id. */
export type Told = {
  type: string | null
  code: string | null
  linkId: string | null
  requestId: string | null
  data: unknown
}

/** The same text for the same content, whatever the order of its names. */
export function fingerprintText({ type, code, linkId, requestId, data }: Told): string {
  return JSON.stringify([type, code, linkId, requestId, ordered(data)])
}

/** Within this time the same again is a repeat; without a request id it is soon a new event that looks alike. */
export const repeatWithinMs = (requestId: string | null): number => (requestId === null ? 30 * minuteMs : 24 * hourMs)

/** 0 before 1: what may have broken a link before what only brought data. */
export const rereadPriority = (type: string | null): number => (type === "LINK" || type === "CONSENT" ? 0 : 1)

/** The resource whose data has arrived, in the spelling of `fetch_resources`; null where the webhook says no such thing. */
export const readyResource = ({ type, code }: Pick<Told, "type" | "code">): string | null =>
  code === "historical_update" ? type : null

const longestWord = 100

/** Belvo's word as it may be stored: not endless, and nothing in it that PostgreSQL's text has no place for. */
export const toWord = (text: string): string => text.replaceAll("\0", "").slice(0, longestWord).toWellFormed()

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== "object" || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([name, one]) => [name, ordered(one)]))
}
