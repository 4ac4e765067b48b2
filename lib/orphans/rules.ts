import { nearness } from "@/lib/orphans/near/rules"
import type { BulkKind, Confidence, OrphanFilter, OrphanReason, OrphanState, SkipReason } from "@/lib/orphans/schema"

/** Another link of the same login at the same institution, and a user of the directory who knows it. */
export type Sibling = { linkId: string; externalId: string }
export type Evidence = {
  externalId: string | null
  /** Whether a user of the directory has this very external id. */
  exact: boolean
  /** The best first. */
  siblings: readonly Sibling[]
  /** Users of the directory whose ids may be near. */
  near: readonly string[]
}
export type Verdict = {
  reason: OrphanReason
  confidence: Confidence
  matchedExternalId: string | null
  evidenceLinkId: string | null
  /** Users that it could as well be, besides the one that is matched. */
  rivals: number
}

/** Whose a link that no user knows may be. Of several kinds of evidence the strongest; the others take away from its confidence only. */
export function judge(evidence: Evidence): Verdict {
  return byExternalId(evidence) ?? bySibling(evidence) ?? byNearness(evidence) ?? nobodys
}

const nobodys: Verdict = {
  ...{ reason: "none", confidence: "none", matchedExternalId: null, evidenceLinkId: null, rivals: 0 },
}

/** Sure, unless the same login is somebody else's. */
function byExternalId({ externalId, exact, siblings }: Evidence): Verdict | null {
  if (!exact || externalId === null) return null
  const others = usersOf(siblings).filter((user) => user !== externalId)
  const sibling = siblings.find((one) => one.externalId === externalId) ?? siblings[0]
  return {
    ...{ reason: "exact", confidence: others.length === 0 ? "high" : "medium", matchedExternalId: externalId },
    ...{ evidenceLinkId: sibling?.linkId ?? null, rivals: others.length },
  }
}

function bySibling({ siblings }: Evidence): Verdict | null {
  const [best] = siblings
  if (!best) return null
  const rivals = usersOf(siblings).length - 1
  const confidence = rivals === 0 ? "medium" : "low"
  return { reason: "sibling", confidence, matchedExternalId: best.externalId, evidenceLinkId: best.linkId, rivals }
}

function byNearness({ externalId, near }: Evidence): Verdict | null {
  if (externalId === null) return null
  const as = (wanted: "written" | "prefixed") =>
    [...new Set(near)].filter((user) => nearness(externalId, user) === wanted).toSorted()
  const written = as("written")
  const nearest = written.length > 0 ? written : as("prefixed")
  const [matchedExternalId] = nearest
  if (matchedExternalId === undefined) return null
  const confidence = written.length === 1 ? "medium" : "low"
  return { reason: "near", confidence, matchedExternalId, evidenceLinkId: null, rivals: nearest.length - 1 }
}

const usersOf = (siblings: readonly Sibling[]): string[] => [...new Set(siblings.map(({ externalId }) => externalId))]

/** As many are decided about at once; a decision about no more is carried out when it is asked for. */
export const linksAtOnce = 1_000

/** Why this one may not be decided about along with others: only the sure and working ones may be adopted. */
export function refuse(kind: BulkKind, { reason, status, state, exported }: Standing): SkipReason | null {
  if (kind === "undo") return state === "open" ? "undecided" : exported ? "exported" : null
  if (state !== "open") return "decided"
  if (kind !== "adopt") return null
  if (reason !== "exact") return "notExact"
  return status === "valid" ? null : "notValid"
}
type Standing = Pick<Verdict, "reason"> & { status: string; state: OrphanState; exported: boolean }

/** What may be decided about all that a filter shows: nothing of which it shows none. */
export function bulkKindsFor({ reason, status, state }: OrphanFilter): readonly BulkKind[] {
  const mayShowOpen = state === "all" || state === "open"
  const isSure = (reason === "" || reason === "exact") && (status === null || status === "valid")
  return [
    ...(state === "open" ? [] : (["undo"] as const)),
    ...(mayShowOpen ? (["ask", "ignore"] as const) : []),
    ...(mayShowOpen && isSure ? (["adopt"] as const) : []),
  ]
}
