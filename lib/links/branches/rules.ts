import { leastRefreshMs, overdueGraceMs, refreshedStatus } from "@/lib/links/rules"
import { isFlagged, type LinkFilter, type LinkListParams, noValue } from "@/lib/links/schema"
import { type Condition, condition, instant, linkConditions, queryMatches, raw, text } from "@/lib/links/where/rules"
import { addDays, type Day, startOfDay } from "@/lib/time"

/** A combination that occurs among the links of an environment; null where a link has none. */
export type LinkKind = { status: string; accessMode: string | null; refreshRate: string | null }
export type Place = { institution: string; country: string | null; type: string | null }
export type Occurring = { kinds: readonly LinkKind[]; places: readonly Place[] }

/** Rows that lie in one index in the order of the list, so that it is read no further than the page needs. */
export type Branch = { where: readonly Condition[]; orderFirst: readonly string[] }

type Plan = { params: LinkListParams; occurring: Occurring; now: Date }

/**
 * The list as branches to merge, after the indices of `link`: by institution and status; by status; and for the last access by
 * status, access mode and rate. What is flagged has its own, by status. Whatever the filter, however clustered its matches, no branch passes over many rows in vain.
 */
export function listBranches(plan: Plan): Branch[] {
  const { params } = plan
  if (params.presence === "all") {
    const presences = ["present", "removed"] as const
    return presences.flatMap((presence) => listBranches({ ...plan, params: { ...params, presence } }))
  }
  if (params.sort.key === "externalId") return params.q === null ? wholeList(plan) : branchesByMatch(plan)
  const implied = impliedBound(params)
  if (!implied) return branchesInOrder(plan)
  const regular = branchesInOrder(plan).map((one) => ({ ...one, where: [...one.where, implied.regular] }))
  const irregular = wholeList(plan).map((one) => ({ ...one, where: [...one.where, ...implied.irregular] }))
  return [...regular, ...irregular]
}

/** What begins alike lies together by its external id; what has only another id that does is little. */
export function branchesByMatch({ params, now }: { params: LinkFilter; now: Date }): Branch[] {
  const rest = linkConditions({ ...params, q: null }, now)
  return queryMatches(params.q ?? "").map((match) => ({ where: [match, ...rest], orderFirst: [] }))
}

export function wholeList({ params, now }: Plan): Branch[] {
  return [{ where: linkConditions(params, now), orderFirst: [] }]
}

/** Institutions in place of country and type, which only they decide; null where nothing can match. What was removed carries no flag. */
export function narrowToPlaces<F extends LinkFilter>(asked: F, { places }: Occurring): F | null {
  if (isFlagged(asked) && asked.presence === "removed") return null
  const filter: F = isFlagged(asked) ? { ...asked, presence: "present" } : asked
  if (filter.institution.length + filter.country.length + filter.type.length === 0) return filter
  const institution = places
    .filter((place) => accepts(filter.country, place.country) && accepts(filter.type, place.type))
    .map((place) => place.institution)
    .filter((name) => accepts(filter.institution, name))
  return institution.length === 0 ? null : { ...filter, institution, country: [], type: [] }
}

/** Planning a merge of more institutions than this costs more than it saves. */
const mostPlaceBranches = 32

function branchesInOrder(plan: Plan): Branch[] {
  const { institution, presence, sort, accessMode, refreshRate } = plan.params
  const statuses = wantedStatuses(plan)
  if (isFlagged(plan.params)) return branchesByStatus(plan, statuses)
  const few = institution.length * statuses.length <= mostPlaceBranches
  if (presence === "present" && institution.length > 0 && few) return branchesByPlace(plan, statuses)
  const byKind = sort.key === "lastAccessedAt" || accessMode.length + refreshRate.length > 0
  return presence === "present" && byKind ? branchesByKind(plan) : branchesByStatus(plan, statuses)
}

function branchesByPlace({ params, now }: Plan, statuses: readonly string[]): Branch[] {
  const rest = linkConditions({ ...params, institution: [], status: [] }, now)
  return params.institution.flatMap((name) =>
    statuses.map((status) => ({
      where: [condition`institution = ${text(name)}`, condition`status = ${text(status)}`, ...rest],
      orderFirst: [],
    })),
  )
}

function branchesByStatus({ params, now }: Plan, statuses: readonly string[]): Branch[] {
  const rest = linkConditions({ ...params, status: [] }, now)
  return statuses.map((status) => ({ where: [condition`status = ${text(status)}`, ...rest], orderFirst: [] }))
}

function branchesByKind(plan: Plan): Branch[] {
  const { params, now } = plan
  const rest = linkConditions({ ...params, status: [], accessMode: [], refreshRate: [] }, now)
  return wantedKinds(plan)
    .filter(({ refreshRate }) => !params.overdue || leastRefreshMs(refreshRate) !== null)
    .map(({ status, accessMode, refreshRate }) => ({
      where: [
        condition`status = ${text(status)}`,
        equals("access_mode", accessMode),
        equals("refresh_rate", refreshRate),
        ...rest,
        ...(params.overdue ? [lastAccessOfOverdue(refreshRate, now)] : []),
      ],
      orderFirst: params.sort.key === "lastAccessedAt" ? unvalued({ accessMode, refreshRate }) : [],
    }))
}

/** The planner takes `=` for a constant, but not IS NULL: named first, the index is in order for it too. */
const unvalued = ({ accessMode, refreshRate }: Omit<LinkKind, "status">): string[] => [
  ...(accessMode === null ? ["access_mode"] : []),
  ...(refreshRate === null ? ["refresh_rate"] : []),
]

/** What is overdue was last accessed at least that long ago. */
function lastAccessOfOverdue(refreshRate: string | null, now: Date): Condition {
  const leastMs = overdueGraceMs + (leastRefreshMs(refreshRate) ?? 0)
  return condition`last_accessed_at < ${instant(new Date(now.getTime() - leastMs))}`
}

// As in the predicate of the index; what the mirror notes itself has no microseconds.
const changedBeforeCreated: Condition = [
  "(status_since AT TIME ZONE 'UTC') < date_trunc('milliseconds', created_at AT TIME ZONE 'UTC')",
]

type Implied = { regular: Condition; irregular: readonly Condition[] }

/**
 * A link changes status, and is accessed, after it was created: what the filter says of the one bounds the other. Should a row not
 * keep to that, it is found in the small index of those that do not.
 */
function impliedBound({ sort, createdFrom, statusTo, accessedTo }: LinkListParams): Implied | null {
  const bySince = sort.key === "statusSince" || sort.key === "status"
  if (bySince && createdFrom !== null) {
    const from = instant(startOfDay(createdFrom))
    return {
      regular: condition`status_since >= ${from}`,
      irregular: [condition`status_since < ${from}`, changedBeforeCreated],
    }
  }
  if (sort.key === "createdAt" && statusTo !== null) return createdBefore(statusTo, changedBeforeCreated)
  if (sort.key === "createdAt" && accessedTo !== null)
    return createdBefore(accessedTo, ["last_accessed_at < created_at"])
  return null
}

function createdBefore(day: Day, irregular: Condition): Implied {
  const end = instant(startOfDay(addDays(day, 1)))
  return { regular: condition`created_at < ${end}`, irregular: [condition`created_at >= ${end}`, irregular] }
}

function wantedKinds({ params, occurring }: Plan): LinkKind[] {
  return occurring.kinds.filter(
    (kind) =>
      accepts(params.status, kind.status) &&
      (!params.overdue || kind.status === refreshedStatus) &&
      accepts(params.accessMode, kind.accessMode) &&
      accepts(params.refreshRate, kind.refreshRate),
  )
}

export const wantedStatuses = (plan: Plan): string[] => [...new Set(wantedKinds(plan).map((kind) => kind.status))]

const equals = (column: string, value: string | null): Condition =>
  value === null ? condition`${raw(column)} IS NULL` : condition`${raw(column)} = ${text(value)}`

const accepts = (values: readonly string[], value: string | null): boolean =>
  values.length === 0 || values.includes(value ?? noValue)
