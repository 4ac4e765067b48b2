import { isFlagged, type LinkFilter, type LinkSort, linkSorts } from "@/lib/links/schema"
import type { Total } from "@/lib/page"
import { addDays, dayMs, hourMs, minuteMs, startOfDay, toDay } from "@/lib/time"

export type StatusMeaning = "valid" | "invalid" | "token_required" | "unconfirmed" | "removed" | "unknown"
export type Who = "nobody" | "customer" | "agent"
export type NextStep =
  | "nothing"
  | "enterCredentials"
  | "giveCode"
  | "finishOrDelete"
  | "renewConsent"
  | "connectAnew"
  | "lookUp"

type Known = { status: string; removedAt: Date | null }

/** Names the sentence in the `status` catalogue that says what it means. */
export function statusMeaning({ status, removedAt }: Known): StatusMeaning {
  if (removedAt) return "removed"
  return isKnownStatus(status) ? status : "unknown"
}

/** What is to be done and by whom; names a sentence of `links.next`. */
export function nextStep(link: Known & { institution: string }): { who: Who; step: NextStep } {
  const meaning = statusMeaning(link)
  const consented = isOpenFinanceBrazil(link.institution)
  if (consented && meaning !== "valid" && meaning in consentSteps) return { who: "customer", step: "renewConsent" }
  return steps[meaning]
}

/** 0 is worst. A word that Belvo has not documented stands between what is broken and what works. */
export function severityOf(status: string): number {
  return isKnownStatus(status) ? severities[status] : unknownSeverity
}

/** `erebor_mx_retail` is of MX; null where a name does not end in country and type. */
export function countryOf(institution: string): string | null {
  return /_([a-z]{2})_[a-z]+$/.exec(institution)?.[1]?.toUpperCase() ?? null
}

/** `erebor_mx_retail` is retail. */
export function typeOf(institution: string): string | null {
  return /_[a-z]{2}_([a-z]+)$/.exec(institution)?.[1] ?? null
}

/** Connected by consent under Brazil's open finance: there are no credentials, the customer renews the consent. */
export function isOpenFinanceBrazil(institution: string): boolean {
  return /^of[a-z0-9_]*_br_(retail|business)$/.test(institution)
}

/** Belvo keeps them for good, for some days from the link's creation, or not at all. Where it has not said, it may. */
export function hasStoredCredentials(
  { credentialsStorage, createdAt }: { credentialsStorage: string | null; createdAt: Date },
  now: Date,
): boolean {
  if (credentialsStorage === "nostore") return false
  const days = /^(\d{1,3})d$/.exec(credentialsStorage ?? "")?.[1]
  return days === undefined || now.getTime() < createdAt.getTime() + Number(days) * dayMs
}

/** When Belvo should have refreshed it again; null where it never will: single links, and what was never accessed. */
export function refreshDueAt(lastAccessedAt: Date | null, refreshRate: string | null): Date | null {
  const everyMs = refreshEveryMs(refreshRate)
  if (lastAccessedAt === null || everyMs === null) return null
  return everyMs === monthlyMs ? nextMonthlyRun(lastAccessedAt) : new Date(lastAccessedAt.getTime() + everyMs)
}

/** `24h`, `7d` or a sum such as `1h30m` in milliseconds; null for none and for what is not a rate. */
export function refreshEveryMs(refreshRate: string | null): number | null {
  const match = /^(?=\d)(?:(\d{1,3})h)?(?:(\d{1,3})m)?(?:(\d{1,3})d)?$/.exec(refreshRate ?? "")
  if (!match) return null
  const [hours, minutes, days] = [match[1], match[2], match[3]].map((part) => Number(part ?? 0))
  return (hours ?? 0) * hourMs + (minutes ?? 0) * minuteMs + (days ?? 0) * dayMs || null
}

/** A refresh never falls due sooner than this after the last; null where it never does. */
export function leastRefreshMs(refreshRate: string | null): number | null {
  const everyMs = refreshEveryMs(refreshRate)
  return everyMs === monthlyMs ? lastMonthlyDay * dayMs : everyMs
}

/** A refresh takes its time, and the mirror hears of it only afterwards. */
export const overdueGraceMs = 2 * hourMs

/** Belvo refreshes valid links only: of any other nothing is awaited, it is broken. */
export const refreshedStatus = "valid"

export function isOverdue(link: Known & { refreshDueAt: Date | null }, now: Date): boolean {
  if (link.removedAt || link.status !== refreshedStatus || link.refreshDueAt === null) return false
  return link.refreshDueAt.getTime() + overdueGraceMs < now.getTime()
}

/** A sweep leaves alone what has not changed: what is there was last seen when the last completed one began, or later. */
export function lastSeenAt(link: { observedAt: Date; removedAt: Date | null }, syncedAt: Date | null): Date {
  const isNewer = syncedAt !== null && syncedAt > link.observedAt
  return link.removedAt === null && isNewer ? syncedAt : link.observedAt
}

/** As many matches are read whole and sorted, whatever the order. */
export const mostGathered = 2_000

export const isGathered = (total: Total): boolean => total.exact && total.count <= mostGathered

/** Status, mode, rate and institution lead an index in every order; of the rest, few matches are quicker sorted than sought. */
export const needsGathering = (filter: LinkFilter): boolean =>
  filter.q !== null ||
  filter.id.length + filter.externalId.length + filter.institutionUserId.length > 0 ||
  filter.overdue ||
  isFlagged(filter) ||
  [
    filter.createdFrom,
    filter.createdTo,
    filter.statusFrom,
    filter.statusTo,
    filter.accessedFrom,
    filter.accessedTo,
  ].some((day) => day !== null)

/**
 * The orders in which a page costs no more than its rows. Ids that begin alike and days that lie far apart are in one order only
 * where an index holds them, unless the matches are few.
 */
export function sortsOffered(filter: LinkFilter, total: Total): readonly LinkSort[] {
  if (isGathered(total)) return linkSorts
  if (filter.q !== null || filter.externalId.length > 0) return ["externalId"]
  const created = filter.createdFrom !== null || filter.createdTo !== null
  const changed = filter.statusFrom !== null || filter.statusTo !== null
  const accessed = filter.accessedFrom !== null || filter.accessedTo !== null
  const refused: LinkSort[] = []
  if (created || changed || accessed) refused.push("externalId")
  if (created || changed) refused.push("lastAccessedAt")
  return linkSorts.filter((sort) => !refused.includes(sort))
}

const severities = { invalid: 0, token_required: 1, unconfirmed: 2, valid: 4 } as const
const unknownSeverity = 3
export const allSeverities = [0, 1, 2, 3, 4] as const

const steps: Record<StatusMeaning, { who: Who; step: NextStep }> = {
  valid: { who: "nobody", step: "nothing" },
  invalid: { who: "customer", step: "enterCredentials" },
  token_required: { who: "customer", step: "giveCode" },
  unconfirmed: { who: "customer", step: "finishOrDelete" },
  removed: { who: "nobody", step: "connectAnew" },
  unknown: { who: "agent", step: "lookUp" },
}
const consentSteps: Partial<Record<StatusMeaning, true>> = { invalid: true, token_required: true, unconfirmed: true }

function isKnownStatus(status: string): status is keyof typeof severities {
  return Object.hasOwn(severities, status)
}

const monthlyMs = 30 * dayMs
const lastMonthlyDay = 20

/** Monthly links run between day 1 and 20, each on the day it ran before; one read later than that gets a day anew. */
function nextMonthlyRun(lastAccessedAt: Date): Date {
  const [year, month, day] = [
    lastAccessedAt.getUTCFullYear(),
    lastAccessedAt.getUTCMonth(),
    lastAccessedAt.getUTCDate(),
  ]
  const run = new Date(Date.UTC(year, month + 1, Math.min(day, lastMonthlyDay)))
  return startOfDay(addDays(toDay(run), 1))
}
