import { hourMs, minuteMs } from "@/lib/time"
import { type NamedResource, namedResources, type WebhookNameKey } from "@/lib/webhooks/schema"

/** What tells one webhook from another; Belvo gives its deliveries no id. */
export type Told = {
  type: string | null
  code: string | null
  linkId: string | null
  requestId: string | null
  data: unknown
  /** Of the body as it came. */
  rawHash: string
}

/** The same text for the same content, whatever the order of its names. Of what is no webhook only the body tells. */
export function fingerprintText({ type, code, linkId, requestId, data, rawHash }: Told): string {
  const content = type === null && code === null ? rawHash : ordered(data)
  return JSON.stringify([type, code, linkId, requestId, content])
}

/** Within this time the same again is a repeat; without a request id it is soon a new event that looks alike. */
export const repeatWithinMs = (requestId: string | null): number => (requestId === null ? 30 * minuteMs : 24 * hourMs)

/** What may have broken a link, and not only brought data. */
export const urgentTypes = ["LINK", "CONSENT"]

/** 0 before 1. */
export const rereadPriority = (type: string | null): number => (type !== null && urgentTypes.includes(type) ? 0 : 1)

/** The resource whose data has arrived, in the spelling of `fetch_resources`; null where the webhook says no such thing. */
export const readyResource = ({ type, code }: Pick<Told, "type" | "code">): string | null =>
  code === "historical_update" ? type : null

/** Belvo's code in plain words, and of what; null where nobody knows it, and then it is shown as it came. */
export function nameOf({ type, code }: { type: string | null; code: string | null }): WebhookName | null {
  if (type === null || code === null) return null
  if (code === "historical_update_progress_complete") return { key: "historical_complete" }
  const special = codes.get(`${type} ${code}`)
  if (special) return { key: special }
  const resource = namedResources.find((one) => one === type)
  if (!resource) return null
  if (code === "historical_update") return { key: "data_ready", resource }
  return /^new_[a-z_]{1,60}_available$/.test(code) ? { key: "data_new", resource } : null
}

export type WebhookName = { key: WebhookNameKey; resource?: NamedResource }

const codes: ReadonlyMap<string, WebhookNameKey> = new Map([
  ["LINK invalid_credentials", "invalid_credentials"],
  ["LINK token_required", "token_required"],
  ["LINK link_deleted", "link_deleted"],
  // Belvo writes this one in two ways.
  ["CONSENT consent_expired", "consent_expired"],
  ["CONSENT openfinance_consent_expired", "consent_expired"],
  ["CONSENT openfinance_consent_about_to_expire", "consent_about_to_expire"],
  ["CONSENT openfinance_consent_with_unrecoverable_resources", "consent_unrecoverable"],
  ["CONSENT openfinance_consent_with_temporarily_unavailable_resources", "consent_unavailable"],
  ["CONSENT openfinance_consent_expiration_changed", "consent_changed"],
  ["TRANSACTIONS transactions_updated", "transactions_updated"],
  ["TRANSACTIONS transactions_deleted", "transactions_deleted"],
])

const longestWord = 100

/** Belvo's word as it may be stored: not endless, and nothing in it that PostgreSQL's text has no place for. */
export const toWord = (text: string): string => text.replaceAll("\0", "").slice(0, longestWord).toWellFormed()

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== "object" || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([name, one]) => [name, ordered(one)]))
}
