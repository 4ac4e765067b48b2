import type { LinkFilter, LinkListParams } from "@/lib/links/schema"
import type { Page } from "@/lib/page"
import type { Day } from "@/lib/time"

export type AsOfFilter = LinkFilter & { asOf: Day }
export type AsOfParams = LinkListParams & { asOf: Day }

/** A link at the end of a day. What was not recorded is null; moments are ISO 8601 with microseconds. */
export type AsOfRow = {
  id: string
  institution: string
  country: string | null
  type: string | null
  createdAt: string
  /** Whether the link had been seen by then: without it, all that could have changed is unknown. */
  known: boolean
  removed: boolean
  status: string | null
  statusSince: string | null
  accessMode: string | null
  refreshRate: string | null
  credentialsStorage: string | null
  externalId: string | null
  /** It has changed since, and of what it was only a hash is kept. */
  externalIdLost: boolean
}

/** Days with a completed sweep: the first of all, and the last by the day asked for. */
export type Recording = { first: Day | null; last: Day | null }

export type AsOfPage = Page<AsOfRow> & {
  recording: Recording
  descending: boolean
  /** Links that were looked through, where the page ended for their number and not because it was full. */
  lookedThrough: number | null
}
