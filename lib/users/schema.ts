import type { NextStep } from "@/lib/links/rules"

/** One of the links that carry a user's external id at Belvo. */
export type UserLink = {
  id: string
  institution: string
  institutionName: string | null
  status: string
  accessMode: string | null
  createdAt: Date
  statusSince: Date
  lastAccessedAt: Date | null
  institutionUserId: string | null
  removedAt: Date | null
  /** Whether Belvo holds accounts of it that can be read. */
  hasAccounts: boolean
  /** Whether the operator's directory knows it as this user's. */
  known: boolean
}

/** What the operator's directory says of the user; null where there is no directory. */
export type KnownUser = {
  /** Whether it knows the user at all, be it without a link. */
  known: boolean
  linkIds: readonly string[]
  /** Of these, the ones that the mirror has never seen, or that Belvo no longer has. */
  missing: readonly string[]
  /** Of these, the ones that carry another external id at Belvo. */
  elsewhere: readonly string[]
}

/** What to know or to do before a new link is made for the user, most urgent first. */
export type Advice =
  | { kind: "repair"; linkId: string; institution: string; step: NextStep }
  | { kind: "shared"; institution: string; count: number }
  | { kind: "duplicates"; institution: string; keep: string; others: readonly string[] }
  | { kind: "several"; institution: string; count: number }
  | { kind: "missing"; count: number }
  | { kind: "notInDirectory" }
  | { kind: "works"; linkId: string; institution: string }
  | { kind: "brazil"; institutions: readonly string[] }
  | { kind: "free" }

export type UserPage = {
  externalId: string
  /** Those that Belvo has, then the removed ones where they were asked for. */
  links: readonly UserLink[]
  removed: number
  /** There are more than are shown. */
  cut: boolean
  known: KnownUser | null
  advice: readonly Advice[]
  may: { live: boolean }
}

/** The user's page; null for an id that an address can't hold, since browsers take dots alone for steps up. */
export function userPath(environment: string, externalId: string): string | null {
  if (/^\.{0,2}$/.test(externalId) || !externalId.isWellFormed()) return null
  return `/${environment}/users/${encodeURIComponent(externalId)}`
}

/** Of an address's segment, as `userPath` wrote it; null for what is none. */
export function parseUserSegment(segment: string): string | null {
  try {
    return decodeURIComponent(segment)
  } catch (error) {
    if (error instanceof URIError) return null
    throw error
  }
}
