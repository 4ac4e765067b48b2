import type { BelvoLink } from "@/lib/belvo/link"
import type { LinkFacts } from "@/lib/link-pages/schema"
import { refreshDueAt } from "@/lib/links/rules"

/** What Belvo can change, and a page would show otherwise than the mirror did. */
const compared = [
  "status",
  "accessMode",
  "refreshRate",
  "lastAccessedAt",
  "externalId",
  "institutionUserId",
  "credentialsStorage",
  "staleIn",
  "fetchResources",
] as const
export type ComparedField = (typeof compared)[number]

/** The link as Belvo shows it now; what only the mirror knows is carried on. */
export function withLive(mirrored: LinkFacts, live: BelvoLink, observedAt: Date): LinkFacts {
  const { accessMode, status, refreshRate, lastAccessedAt, externalId, institutionUserId } = live
  const { credentialsStorage, staleIn, fetchResources } = live
  return {
    ...mirrored,
    accessMode,
    status,
    refreshRate,
    lastAccessedAt,
    externalId,
    institutionUserId,
    credentialsStorage,
    staleIn,
    fetchResources,
    statusSince: status === mirrored.status ? mirrored.statusSince : observedAt,
    refreshDueAt: refreshDueAt(lastAccessedAt, refreshRate),
    observedAt,
    removedAt: null,
  }
}

/** The names of the fields in which two readings of a link differ. */
export function listDifferences(before: LinkFacts, after: LinkFacts): ComparedField[] {
  const changed = compared.filter((field) => keyOf(before[field]) !== keyOf(after[field]))
  const goneOrBack = (before.removedAt === null) !== (after.removedAt === null)
  return goneOrBack && !changed.includes("status") ? ["status", ...changed] : changed
}

/** Equal for equal values; the order of resources says nothing. */
function keyOf(value: LinkFacts[ComparedField]): string {
  if (value instanceof Date) return value.toISOString()
  return JSON.stringify(Array.isArray(value) ? value.toSorted() : value)
}
