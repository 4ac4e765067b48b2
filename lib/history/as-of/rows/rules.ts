import { type AsOfPlan, mostReadAtOnce } from "@/lib/history/as-of/candidates/rules"
import { endOf } from "@/lib/history/as-of/rules"
import type { EventKind } from "@/lib/history/schema"
import { type LinkFilter, linkListParams, noValue } from "@/lib/links/schema"
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
import { addDays, toDay } from "@/lib/time"

/** Those of the candidates that match, as far as the filter needs to know; `wholeRows` tells the rest. */
export function matchesThen(plan: AsOfPlan, candidates: Condition): Condition {
  const status = withStatus(plan, candidates)
  const rows = plan.byFields ? withFields(plan, status) : status
  return condition`SELECT * FROM (${rows}) AS state WHERE ${joined([["true"], ...conditionsThen(plan)], " AND ")}`
}

/** Rows of `matchesThen` with all that was recorded; their columns are called as those of `link`. */
export const wholeRows = (plan: AsOfPlan, matches: Condition): Condition =>
  plan.byFields ? matches : withFields(plan, matches)

const identity = raw("r.id, r.institution, r.country, r.type, r.created_at, r.created_by, r.first_seen_at")

/** By the first event after the day, which tells what was before; without one, it is as now. */
function withStatus(plan: AsOfPlan, candidates: Condition): Condition {
  const end = instant(endOf(plan.params.asOf))
  const known: Condition = plan.recorded ? condition`r.first_seen_at < ${end}` : ["false"]
  return condition`SELECT ${identity}, r.altered, ${known} AS known, r.access_mode, r.refresh_rate, r.credentials_storage, r.external_id,
      r.status_since AS since_now, s.kind AS next_kind,
      CASE WHEN s.kind IS NULL THEN r.removed_at IS NOT NULL AND r.removed_at < ${end} ELSE s.kind = 'returned' END AS gone,
      CASE WHEN ${known} THEN CASE WHEN s.kind IS NULL THEN r.status WHEN s.kind = 'returned' THEN ${lastRemoval(plan, "before")} ELSE s.before END END AS status,
      CASE WHEN s.kind IS NULL AND r.removed_at < ${end} THEN r.removed_at WHEN s.kind = 'returned' THEN ${lastRemoval(plan, "at")} END AS removed_at
    FROM (SELECT c.*, c.status_since >= ${end} OR c.removed_at >= ${end} OR ${hasLater(plan, ["returned"])} AS moved,
        ${plan.byFields && plan.fewOthers ? hasLater(plan, fields) : raw("true")} AS altered FROM (${candidates}) AS c ${onceEach(plan)}) AS r
    LEFT JOIN LATERAL (SELECT e.kind, e.before FROM link_event e
      WHERE r.moved AND ${laterOf(plan, "r")} AND e.kind IN ('status', 'removed', 'returned') ORDER BY e.at, e.id LIMIT 1) AS s ON true`
}

/** Keeps the planner from judging a link anew for each month that is asked. It costs the order of the list, so that all are judged. */
const onceEach = ({ byFields, fewOthers }: AsOfPlan): Condition => raw(byFields && fewOthers ? "OFFSET 0" : "")

/** What events tell of besides the status. */
export const fields = ["access_mode", "refresh_rate", "storage", "external_id"] as const satisfies readonly EventKind[]

/**
 * Whether the link has events of a kind of which most links have none. Where they are few they are one set to look it up in, whose end
 * tells the planner that it fits into memory; where not, each link has to be asked for.
 */
function hasLater(plan: AsOfPlan, kinds: readonly EventKind[]): Condition {
  const events = condition`SELECT e.link_id FROM link_event e WHERE ${later(plan)} AND e.kind = ANY(${texts(kinds)})`
  const atOnce = raw(String(2 * mostReadAtOnce))
  return plan.fewOthers
    ? condition`c.id IN (${events} LIMIT ${atOnce})`
    : condition`EXISTS (${events} AND e.link_id = c.id)`
}

function withFields(plan: AsOfPlan, rows: Condition): Condition {
  const then = (column: string, field: string) =>
    raw(`CASE WHEN r.known THEN CASE WHEN f.${field} IS NULL THEN r.${column} ELSE f.${field}[1] END END AS ${column}`)
  return condition`SELECT ${identity}, r.known, r.since_now, r.next_kind, r.gone, r.status, r.removed_at,
      ${then("access_mode", "mode")}, ${then("refresh_rate", "rate")}, ${then("credentials_storage", "storage")},
      CASE WHEN f.called IS NULL THEN r.external_id END AS external_id, f.called[1] AS external_hash
    FROM (${rows}) AS r
    LEFT JOIN LATERAL (SELECT ${first("access_mode")} AS mode, ${first("refresh_rate")} AS rate, ${first("storage")} AS storage, ${first("external_id")} AS called
      FROM link_event e WHERE r.altered AND ${laterOf(plan, "r")} AND e.kind = ANY(${texts(fields)})) AS f ON true`
}

const laterOf = (plan: AsOfPlan, link: string): Condition => condition`${later(plan)} AND e.link_id = ${raw(link)}.id`

/** An end for the planner: the months after it, and the partition of what fits no month, are left out. */
const later = ({ environmentId, eventsFrom, now }: AsOfPlan): Condition =>
  condition`e.environment_id = ${raw(String(environmentId))} AND e.at >= ${instant(eventsFrom)} AND e.at < ${instant(endOf(addDays(toDay(now), 1)))}`

/** What of the filter must hold of a row. */
function conditionsThen({ params, hashed }: AsOfPlan): Condition[] {
  const { status, accessMode, refreshRate, presence, q, externalId } = params
  return [
    ...(presence === "all" ? [] : [presence === "removed" ? ["gone"] : ["NOT gone"]]),
    ...only({ status }),
    // Known without asking any event: said first, it spares asking.
    ...(status.length === 0 || status.includes(noValue) ? [] : [["known"]]),
    ...(status.length > 0 && status.every((one) => one === noValue) ? [["NOT known"]] : []),
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
  condition`(SELECT e.${raw(column)} FROM link_event e WHERE e.${inEnvironment(plan)} AND e.link_id = r.id
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
