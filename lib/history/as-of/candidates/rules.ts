import { endOf } from "@/lib/history/as-of/rules"
import type { AsOfParams } from "@/lib/history/as-of/schema"
import { type Branch, listBranches, type Occurring } from "@/lib/links/branches/rules"
import { type LinkListParams, linkListParams, noValue } from "@/lib/links/schema"
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
  texts,
  uuid,
} from "@/lib/links/where/rules"

/** As many links as one page, count or gathering looks through. */
export const mostLookedThrough = 5_000
/** Reading so many events at once takes as long as asking for those of as many links as are looked through, one by one. */
export const mostReadAtOnce = 50_000

/** What of the filter may name a person, as events keep it. */
export type Hashed = { q: string | null; externalId: readonly string[] }
export type AsOfPlan = {
  environmentId: number
  params: AsOfParams
  hashed: Hashed
  /** Whether any day up to this one was recorded. */
  recorded: boolean
  /** From when on there can be events after the day. */
  eventsFrom: Date
  /** Whether very many links are asked for other fields than the status, be it by the filter or to be shown. */
  byFields: boolean
  /** Whether returns, and changes of those fields, are so few since then that all of them are read at once. */
  fewOthers: boolean
  occurring: Occurring
  now: Date
  lookThrough: number
}

/** Links in the order of their creation from the cursor on, of which some will match; by what never changes of a link. */
export function walkedLinks(plan: AsOfPlan): Condition {
  const { params, occurring, now, lookThrough } = plan
  const order = raw(`ORDER BY created_at ${wayOf(params)}, id ${wayOf(params)} LIMIT ${lookThrough}`)
  const branches = [...listBranches({ params: unchanging(params), occurring, now }), ...returned(plan)]
  const parts = branches.map(({ where }) => condition`(${linksWhere(plan, [...where, ...beyond(params)])} ${order})`)
  return parts.length === 0 ? nothing : condition`SELECT * FROM (${unionOf(parts)}) AS merged ${order}`
}

/** All links there were by then, in no order. */
export const wholeList = (plan: AsOfPlan): Condition =>
  linksWhere(plan, linkConditions({ ...unchanging(plan.params), presence: "all" }, plan.now))

/** All links that can match, in no order, by each way in which the filter names them. */
export function gatheredLinks(plan: AsOfPlan, { rare }: { rare: boolean }): Condition[] {
  const where = linkConditions({ ...unchanging(plan.params), presence: "all" }, plan.now)
  const toLinks = (ways: readonly Condition[]) =>
    unionOf(exclusive(ways).map((way) => condition`(${linksWhere(plan, [...where, way])})`))
  return waysToFind(plan, rare).map(toLinks)
}

/** In the list's order, backwards where it is read from its end. */
export const wayOf = ({ sort, before }: LinkListParams): "ASC" | "DESC" =>
  isDescending(sort) === (before === null) ? "DESC" : "ASC"

/** A past day's list is in the order of creation, whatever was asked for. */
export const isDescending = ({ key, descending }: LinkListParams["sort"]): boolean =>
  key === "createdAt" ? descending : true

export function beyond(params: AsOfParams): Condition[] {
  const [at, id] = params.before ?? params.after ?? []
  if (typeof at !== "string" || typeof id !== "string") return []
  return [condition`(created_at, id) ${raw(wayOf(params) === "DESC" ? "<" : ">")} (${instant(at)}, ${uuid(id)})`]
}

const nothing: Condition = ["SELECT * FROM link WHERE false"]

const linksWhere = ({ environmentId }: AsOfPlan, where: readonly Condition[]): Condition =>
  condition`SELECT * FROM link WHERE environment_id = ${raw(String(environmentId))} AND ${joined([["true"], ...where], " AND ")}`

const unionOf = (parts: readonly Condition[]): Condition =>
  parts.flatMap((part, index) => (index === 0 ? part : [" UNION ALL ", ...part]))

/** The part of the filter that is answered the same for every day. What is gone now may have been there. */
function unchanging({ asOf, ...params }: AsOfParams): LinkListParams {
  const { id, institution, country, type, createdFrom, createdTo, presence, sort } = params
  return {
    ...linkListParams.parse({}),
    ...{ id, institution, country, type, createdFrom },
    createdTo: createdTo !== null && createdTo < asOf ? createdTo : asOf,
    presence: presence === "removed" ? "removed" : "all",
    sort: { key: "createdAt", descending: isDescending(sort) },
  }
}

/** What was removed by then and is back now. */
function returned(plan: AsOfPlan): Branch[] {
  if (plan.params.presence !== "removed") return []
  const rest = linkConditions({ ...unchanging(plan.params), presence: "present" }, plan.now)
  return [{ where: [...rest, laterEvents(plan, ["kind = 'returned'"])], orderFirst: [] }]
}

const laterEvents = ({ environmentId, eventsFrom }: AsOfPlan, where: Condition): Condition =>
  condition`id IN (SELECT link_id FROM link_event WHERE environment_id = ${raw(String(environmentId))} AND at >= ${instant(eventsFrom)} AND ${where})`

function waysToFind(plan: AsOfPlan, rare: boolean): Condition[][] {
  const { id, externalId, q, status } = plan.params
  if (id.length > 0) return [[["true"]]]
  if (externalId.length > 0 && !externalId.includes(noValue))
    return [[condition`external_id = ANY(${texts(externalId)})`, wasCalled(plan, plan.hashed.externalId)]]
  if (q !== null) return [waysToBegin(plan, q)]
  return rare && status.length > 0 ? [waysToHave(plan)] : []
}

function waysToBegin(plan: AsOfPlan, q: string): Condition[] {
  const byId = q.length < leastOfRandomIds ? null : idStartsWith(q)
  const hashes = plan.hashed.q === null ? [] : [plan.hashed.q]
  return [startsWith("external_id", q), ...(byId ? [byId] : []), wasCalled(plan, hashes)]
}

/** Those that have the status still, and those that have left it since. */
function waysToHave(plan: AsOfPlan): Condition[] {
  const { status, asOf } = plan.params
  return [
    condition`status = ANY(${texts(status)}) AND removed_at IS NULL AND status_since < ${instant(endOf(asOf))}`,
    laterEvents(plan, condition`kind IN ('status', 'removed') AND before = ANY(${texts(status)})`),
  ]
}

const wasCalled = (plan: AsOfPlan, hashes: readonly string[]): Condition =>
  laterEvents(plan, condition`kind = 'external_id' AND before = ANY(${texts(hashes)})`)

/** No link is found in two ways. */
const exclusive = (ways: readonly Condition[]): Condition[] =>
  ways.map((way, index) =>
    joined([condition`(${way})`, ...ways.slice(0, index).map((other) => condition`(${other}) IS NOT TRUE`)], " AND "),
  )
