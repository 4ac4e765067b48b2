import type { DeletionView } from "@/lib/deletions/schema"
import type { Interval } from "@/lib/history/intervals/rules"
import type { TimelinePage } from "@/lib/link-pages/timeline/schema"
import type { Retrieval } from "@/lib/recovery/mfa/schema"
import type { CustomerLocale, SessionView } from "@/lib/recovery/schema"
import type { RefreshState } from "@/lib/refreshes/schema"

/** A link as its page shows it, by the mirror or by Belvo's answer a moment ago. */
export type LinkFacts = {
  id: string
  institution: string
  accessMode: string | null
  status: string
  refreshRate: string | null
  lastAccessedAt: Date | null
  externalId: string | null
  createdAt: Date
  institutionUserId: string | null
  credentialsStorage: string | null
  staleIn: string | null
  fetchResources: readonly string[]
  statusSince: Date
  refreshDueAt: Date | null
  /** When Belvo last showed it so, be it by a sweep that found nothing to change. */
  observedAt: Date
  removedAt: Date | null
}

export type Sibling = {
  id: string
  institution: string
  status: string
  createdAt: Date
  removedAt: Date | null
}

/** What the member may do here; the commands refuse by the same table. */
export type LinkMay = {
  live: boolean
  refresh: boolean
  session: boolean
  note: boolean
  accessMode: boolean
  remove: boolean
}

export type LinkPage = {
  link: LinkFacts
  /** Fields of Belvo's that the product has no name for. */
  extra: unknown
  institution: { displayName: string | null; country: string | null }
  /** `group`: of the duplicates, where it is one. */
  flags: { duplicate: boolean; orphan: boolean; group: string | null }
  sameCustomer: readonly Sibling[]
  sameLogin: readonly Sibling[]
  refresh: RefreshState
  session: SessionView | null
  /** What makes the bank ask for a code, and costs least. */
  cheapest: Retrieval
  deletion: DeletionView | null
  /** How long a deletion is held here, and above how many links a second member decides. */
  deletions: { holdHours: number; threshold: number }
  /** Other links of this institution that left `valid` within 24 hours. */
  brokenToday: number
  timeline: TimelinePage
  /** What it was, from its creation to now. */
  intervals: readonly Interval[]
  customerLocale: CustomerLocale
  /** Who is looking, to tell one's own session from a colleague's. */
  memberId: string | null
  may: LinkMay
}
