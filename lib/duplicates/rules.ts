/** As much of a link as tells which of a group to keep. `known`: a user of the directory has it. */
export type Candidate = { id: string; status: string; known: boolean; accessMode: string | null; createdAt: Date }

/** What set the survivor apart from the others, in the order of weight. */
export const survivorReasons = ["valid", "known", "recurrent", "newest", "id"] as const
export type SurvivorReason = (typeof survivorReasons)[number]
export type Proposal<Member extends Candidate> = { survivor: Member; reasons: readonly SurvivorReason[] }

/**
 * The one to keep of links of one login: what works, then what the directory uses, what refreshes itself, the newest. Of equals the first
 * id, so that everybody proposes the same. Throws where there is none.
 */
export function proposeSurvivor<Member extends Candidate>(members: readonly Member[]): Proposal<Member> {
  const reasons: SurvivorReason[] = []
  let left = members
  for (const reason of survivorReasons) {
    const best = bestBy(left, reason)
    if (best.length < left.length) reasons.push(reason)
    left = best
  }
  const [survivor] = left
  if (!survivor) throw new Error("a group without links")
  return { survivor, reasons }
}

/** From the best to the worst: each is what would be proposed if those before it were gone. */
export function rankMembers<Member extends Candidate>(members: readonly Member[]): Member[] {
  return members.toSorted((a, b) => {
    const reason = survivorReasons.find((one) => compare(a, b, one) !== 0)
    return reason ? compare(a, b, reason) : 0
  })
}

/**
 * The same order in SQL, of rows `l` of `link`, for ORDER BY; a test holds the two together. Moments count to the millisecond, as they
 * do here.
 */
export const bestFirst = `(l.status = 'valid') DESC, EXISTS (SELECT FROM directory_entry d
  WHERE d.environment_id = l.environment_id AND d.link_id = l.id AND d.removed_by IS NULL) DESC,
  (l.access_mode IS NOT DISTINCT FROM 'recurrent') DESC, date_trunc('milliseconds', l.created_at, 'UTC') DESC, l.id`

function bestBy<Member extends Candidate>(members: readonly Member[], reason: SurvivorReason): readonly Member[] {
  const [first, ...rest] = members
  if (!first) return members
  const best = rest.reduce((top, one) => (compare(one, top, reason) < 0 ? one : top), first)
  return members.filter((one) => compare(one, best, reason) === 0)
}

/** Below zero where `a` is better. */
function compare(a: Candidate, b: Candidate, reason: SurvivorReason): number {
  if (reason === "id") return a.id < b.id ? -1 : Number(a.id > b.id)
  const [one, other] = [worths[reason](a), worths[reason](b)]
  return other - one
}

const worths: Record<Exclude<SurvivorReason, "id">, (member: Candidate) => number> = {
  valid: ({ status }) => Number(status === "valid"),
  known: ({ known }) => Number(known),
  recurrent: ({ accessMode }) => Number(accessMode === "recurrent"),
  newest: ({ createdAt }) => createdAt.getTime(),
}
