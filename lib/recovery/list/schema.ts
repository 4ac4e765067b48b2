import { uuid } from "@/lib/belvo/patterns"
import { choiceParam, listParams, textParam } from "@/lib/list-params"
import { type CursorValue, cursorParam } from "@/lib/page"

/** A session that repairs a link, one that connects something new, an address that is good for days. */
export const recoveryKinds = ["update", "create", "address"] as const
export type RecoveryKind = (typeof recoveryKinds)[number]

/**
 * What can have become of one. `visiting`: the customer is in the widget of an address; `settling`: the widget's time is over, and what came
 * of it is being looked at; `healed`: the link was valid without it; `still_broken`: somebody tried, and nobody said why it failed.
 */
export const outcomes = [
  "open",
  "visiting",
  "settling",
  "repaired",
  "connected",
  "healed",
  "gave_up",
  "failed",
  "still_broken",
  "expired",
  "replaced",
  "revoked",
] as const
export type Outcome = (typeof outcomes)[number]

/** What one looks for; `ended`: without anybody's having tried, because it was not needed any more. */
export const outcomeFilters = ["open", "repaired", "gave_up", "failed", "expired", "ended"] as const
export type OutcomeFilter = (typeof outcomeFilters)[number]

/** Instead of a member. */
export const byCampaign = "campaign"

export type RecoveryListParams = {
  kind: RecoveryKind | ""
  outcome: OutcomeFilter | ""
  /** A member's id, or `campaign`. */
  by: string | null
  /** The whole of a link's id or of an external id. */
  q: string | null
  after: readonly CursorValue[] | null
  before: readonly CursorValue[] | null
}

/** The address of the page. */
export const recoveryListParams = listParams<RecoveryListParams>({
  kind: choiceParam(["", ...recoveryKinds], ""),
  outcome: choiceParam(["", ...outcomeFilters], ""),
  by: textParam((text) => text === byCampaign || uuid.safeParse(text).success),
  q: textParam((text) => text.length <= 256 && text.isWellFormed()),
  after: cursorParam(),
  before: cursorParam(),
})

export type RecoveryRow = {
  id: string
  kind: RecoveryKind
  outcome: Outcome
  /** Of an address that can still be used, or has run out: how its latest visit ended. */
  lastTry: "gave_up" | "failed" | null
  /** The widget's own code. */
  errorCode: string | null
  /** Null while a new link is awaited. */
  linkId: string | null
  externalId: string | null
  institution: string | null
  institutionName: string | null
  /** Empty where a campaign made it. */
  by: { id: string; name: string } | null
  campaignId: string | null
  /** ISO 8601 with microseconds, as the cursor needs it. */
  madeAt: string
  /** When the customer first pressed the button of an address. */
  openedAt: string | null
  expiresAt: string
  settledAt: string | null
  /** From its making to the link that works; null where it has not come to that. */
  repairMs: number | null
  /** An address that somebody may still use: also one that was settled, where its link has broken again. */
  revocable: boolean
}
