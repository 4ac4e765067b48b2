import type { AsOfPlan } from "@/lib/history/as-of/candidates/rules"
import { endOf } from "@/lib/history/as-of/rules"
import { type LinkFilter, linkListParams } from "@/lib/links/schema"
import {
  type Condition,
  condition,
  idStartsWith,
  instant,
  joined,
  leastOfRandomIds,
  linkConditions,
  raw,
  startsWith,
  text,
  texts,
} from "@/lib/links/where/rules"

/** Those of the candidates that match, as they were. */
export const matchesThen = (plan: AsOfPlan, candidates: Condition): Condition =>
  condition`SELECT * FROM (${rowsThen(plan, candidates)}) AS state WHERE ${joined([["true"], ...conditionsThen(plan)], " AND ")}`

/**
 * The links of `candidates` as they were, by the first event after the day: it tells what was before. Without one, it is as now.
 * Columns are called as those of `link`; `since_now` and `next_kind` are for `sinceThen`.
 */
function rowsThen(plan: AsOfPlan, candidates: Condition): Condition {
  const end = instant(endOf(plan.params.asOf))
  const known: Condition = plan.recorded ? condition`l.first_seen_at < ${end}` : ["false"]
  const now = (column: string, then: string) =>
    condition`CASE WHEN ${known} THEN CASE WHEN f.${raw(then)} IS NULL THEN l.${raw(column)} ELSE f.${raw(then)}[1] END END AS ${raw(column)}`
  return condition`SELECT l.id, l.institution, l.country, l.type, l.created_at, l.created_by, l.first_seen_at, ${known} AS known,
      l.status_since AS since_now, s.kind AS next_kind,
      CASE WHEN s.kind IS NULL THEN l.removed_at IS NOT NULL AND l.removed_at < ${end} ELSE s.kind = 'returned' END AS gone,
      CASE WHEN ${known} THEN CASE WHEN s.kind IS NULL THEN l.status WHEN s.kind = 'returned' THEN ${lastRemoval(plan, "before")} ELSE s.before END END AS status,
      CASE WHEN s.kind IS NULL AND l.removed_at < ${end} THEN l.removed_at WHEN s.kind = 'returned' THEN ${lastRemoval(plan, "at")} END AS removed_at,
      ${now("access_mode", "mode")}, ${now("refresh_rate", "rate")}, ${now("credentials_storage", "storage")},
      CASE WHEN f.called IS NULL THEN l.external_id END AS external_id, f.called[1] AS external_hash
    FROM (SELECT c.*, c.status_since >= ${end} OR c.removed_at >= ${end} OR c.id IN
        (SELECT link_id FROM link_event WHERE ${inEnvironment(plan)} AND kind = 'returned' AND at >= ${end}) AS moved
      FROM (${candidates}) AS c) AS l
    LEFT JOIN LATERAL (SELECT e.kind, e.before FROM link_event e
      WHERE l.moved AND e.${inEnvironment(plan)} AND e.link_id = l.id AND e.at >= ${end} AND e.kind IN ('status', 'removed', 'returned')
      ORDER BY e.at, e.id LIMIT 1) AS s ON true
    LEFT JOIN LATERAL (SELECT ${first("access_mode")} AS mode, ${first("refresh_rate")} AS rate, ${first("storage")} AS storage, ${first("external_id")} AS called
      FROM link_event e WHERE e.${inEnvironment(plan)} AND e.link_id = l.id AND e.at >= ${end}
        AND e.kind IN ('access_mode', 'refresh_rate', 'storage', 'external_id')) AS f ON true`
}

/** What of the filter must hold of a row of `rowsThen`. */
function conditionsThen({ params, hashed }: AsOfPlan): Condition[] {
  const { status, accessMode, refreshRate, presence, q, externalId } = params
  return [
    ...(presence === "all" ? [] : [presence === "removed" ? ["gone"] : ["NOT gone"]]),
    ...only({ status }),
    ...(accessMode.length + refreshRate.length > 0 ? [["known"]] : []),
    ...only({ accessMode, refreshRate }),
    ...(externalId.length > 0 ? [calledOneOf(externalId, hashed.externalId)] : []),
    ...(q === null ? [] : [beginsWith(q, hashed.q)]),
  ]
}

/** Since when it had the status; only worth asking of what is shown. */
export function sinceThen(plan: AsOfPlan): Condition {
  const events = condition`(SELECT max(e.at) FROM link_event e WHERE e.${inEnvironment(plan)} AND e.link_id = shown.id
    AND e.at < ${instant(endOf(plan.params.asOf))} AND e.kind IN ('appeared', 'status'))`
  const since = condition`CASE WHEN known AND next_kind IS NULL THEN since_now WHEN known THEN ${events} END`
  // A connection that was never finished has been so from its beginning, not from when it was first seen.
  return condition`CASE WHEN status = 'unconfirmed' AND ${since} = first_seen_at THEN created_at ELSE ${since} END`
}

const inEnvironment = ({ environmentId }: AsOfPlan): Condition => [`environment_id = ${environmentId}`]

const first = (kind: string): Condition => [
  `(array_agg(e.before ORDER BY e.at, e.id) FILTER (WHERE e.kind = '${kind}'))[1:1]`,
]

const lastRemoval = (plan: AsOfPlan, column: "at" | "before"): Condition =>
  condition`(SELECT e.${raw(column)} FROM link_event e WHERE e.${inEnvironment(plan)} AND e.link_id = l.id
    AND e.at < ${instant(endOf(plan.params.asOf))} AND e.kind = 'removed' ORDER BY e.at DESC, e.id DESC LIMIT 1)`

const only = (some: Partial<LinkFilter>): Condition[] =>
  linkConditions({ ...linkListParams.parse({}), presence: "all", ...some }, new Date(0))

const calledOneOf = (names: readonly string[], hashes: readonly string[]): Condition =>
  condition`((${joined(only({ externalId: names }), " AND ")} AND external_hash IS NULL) OR external_hash = ANY(${texts(hashes)}))`

function beginsWith(q: string, hash: string | null): Condition {
  const byId = q.length < leastOfRandomIds ? null : idStartsWith(q)
  const ways = [startsWith("external_id", q), ...(byId ? [byId] : [])]
  return joined(hash === null ? ways : [...ways, condition`external_hash = ${text(hash)}`], " OR ")
}
