import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import {
  type AsOfPlan,
  gatheredLinks,
  isDescending,
  mostLookedThrough,
  mostReadAtOnce,
  walkedLinks,
  wholeList,
} from "@/lib/history/as-of/candidates/rules"
import { readPage } from "@/lib/history/as-of/pages/queries"
import { fields, matchesThen, sinceThen, wholeRows } from "@/lib/history/as-of/rows/rules"
import { endOf, isCounted, isOver, needsFields, wantsKnown } from "@/lib/history/as-of/rules"
import type { AsOfPage, AsOfParams, Recording } from "@/lib/history/as-of/schema"
import { narrowToPlaces } from "@/lib/links/branches/rules"
import { listOccurring } from "@/lib/links/list/queries"
import { type LinkListParams, noValue } from "@/lib/links/schema"
import { toSql } from "@/lib/links/where/queries"
import type { Condition } from "@/lib/links/where/rules"
import { noRows, type Total } from "@/lib/page"
import { personal } from "@/lib/seal"
import { type Day, startOfDay, toDay } from "@/lib/time"
import { Prisma } from "@/prisma/generated/client"

/** Null where no day was asked for, or one that is not over: then it is the list of now. */
export function toAsOf({ asOf, ...params }: LinkListParams, now: Date): AsOfParams | null {
  return asOf !== null && isOver(asOf, now) ? { ...params, asOf } : null
}

type Looking = Partial<Pick<AsOfPlan, "lookThrough" | "fewOthers">>

/**
 * A page of the links as they were at the end of a day, in the order of creation. It looks through a bounded number of links: where
 * few of them match, the page may be short and still have a next one.
 */
export function listAsOf(ctx: Ctx, params: AsOfParams, looking: Looking = {}): Promise<AsOfPage> {
  return read(ctx, "links:read", async (db) => {
    const recording = await findRecording(db, ctx, params)
    const about = { recording, descending: isDescending(params.sort) }
    const found = await planAsOf(db, ctx, params)
    if (!found) return { ...noRows, ...about, lookedThrough: null }
    const plan = { ...found, ...looking }
    const { gathered, total } = await measure(db, plan)
    return { ...(await readPage(db, plan, gathered)), ...about, total }
  })
}

/** Exact where the daily counts tell it or where few links can match; otherwise the least that it can be. */
export function countAsOf(ctx: Ctx, params: AsOfParams): Promise<Total> {
  return read(ctx, "links:read", async (db) => {
    const plan = await planAsOf(db, ctx, params)
    return plan ? (await measure(db, plan)).total : noRows.total
  })
}

/** All links that match, in no order, for a file. */
export function planFile(ctx: Ctx, params: AsOfParams): Promise<FilePlan> {
  return read(ctx, "links:read", async (db) => {
    const recording = await findRecording(db, ctx, params)
    const events = await findEvents(db, ctx, { asOf: params.asOf, recording, byFields: true })
    const plan = toPlan(ctx, params, { recording, occurring: { kinds: [], places: [] }, ...events })
    return { rows: wholeRows(plan, matchesThen(plan, wholeList(plan))), since: sinceThen(plan), recording }
  })
}
/** `since` is an expression on `rows` under the name `shown`. */
export type FilePlan = { rows: Condition; since: Condition; recording: Recording }

/** Null where nothing can match. */
async function planAsOf(db: ReadDb, ctx: Ctx, params: AsOfParams): Promise<AsOfPlan | null> {
  const occurring = await listOccurring(db, ctx.environment.id)
  const narrowed = narrowToPlaces(params, occurring)
  const recording = await findRecording(db, ctx, params)
  const isBlank = recording.last === null && wantsKnown(params)
  if (!narrowed || isBlank) return null
  const { asOf } = params
  const events = await findEvents(db, ctx, { asOf, recording, byFields: needsFields(params) })
  return toPlan(ctx, narrowed, { recording, occurring, ...events })
}

type Events = Pick<AsOfPlan, "eventsFrom" | "byFields" | "fewOthers">
type Known = Pick<AsOfPlan, "occurring"> & Events & { recording: Recording }

function toPlan(ctx: Ctx, params: AsOfParams, { recording, ...about }: Known): AsOfPlan {
  const environmentId = ctx.environment.id
  const hash = (value: string) => personal(ctx.env.key, environmentId, value)
  const named = params.externalId.filter((value) => value !== noValue)
  const hashed = { q: params.q && hash(params.q), externalId: named.map(hash) }
  const known = { recorded: recording.last !== null, now: ctx.now(), ...about }
  return { environmentId, params, hashed, ...known, lookThrough: mostLookedThrough }
}

type Asking = { asOf: Day; recording: Recording; byFields: boolean }

async function findEvents(db: ReadDb, ctx: Ctx, { asOf, recording, byFields }: Asking): Promise<Events> {
  const eventsFrom = recording.last === null ? await findFirstEvent(db, ctx, endOf(asOf)) : endOf(asOf)
  const kinds = byFields ? ["returned", ...fields] : ["returned"]
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM (
      SELECT FROM link_event WHERE environment_id = ${ctx.environment.id} AND kind = ANY(${kinds}) AND at >= ${eventsFrom}
      LIMIT ${mostReadAtOnce + 1}::integer) AS counted`
  return { eventsFrom, byFields, fewOthers: (row?.count ?? 0) <= mostReadAtOnce }
}

/** The first of all, where it is later: with it the planner leaves out the partition of what fits no month. */
async function findFirstEvent(db: ReadDb, ctx: Ctx, end: Date): Promise<Date> {
  const [row] = await db.$queryRaw<{ first: Date | null }[]>`
    SELECT min(at) AS first FROM link_event WHERE environment_id = ${ctx.environment.id}`
  return row?.first && row.first > end ? row.first : end
}

async function findRecording(db: ReadDb, ctx: Ctx, { asOf }: AsOfParams): Promise<Recording> {
  const [row] = await db.$queryRaw<{ first: Date | null; last: Date | null }[]>`
    SELECT min(day) AS first, max(day) FILTER (WHERE day <= ${startOfDay(asOf)}::date) AS last
    FROM recorded_day WHERE environment_id = ${ctx.environment.id}`
  return { first: row?.first ? toDay(row.first) : null, last: row?.last ? toDay(row.last) : null }
}

type Measured = { gathered: Condition | null; total: Total }

async function measure(db: ReadDb, plan: AsOfPlan): Promise<Measured> {
  const counted = plan.recorded && isCounted(plan.params) ? await countCells(db, plan) : null
  const known = wantsKnown(plan.params)
  const gathered = await gather(db, plan, { rare: counted !== null && known && counted <= plan.lookThrough })
  if (counted !== null && known) return { gathered, total: { count: counted, exact: true } }
  if (gathered) return { gathered, total: { ...(await countMatches(db, plan, gathered)), exact: true } }
  if (counted !== null && counted > plan.lookThrough) return { gathered: null, total: { count: counted, exact: false } }
  const fromStart = { ...plan, params: { ...plan.params, after: null, before: null } }
  const walked = await countMatches(db, plan, walkedLinks(fromStart))
  const total = walked.exact ? walked : { count: Math.max(counted ?? 0, walked.count), exact: false }
  return { gathered: null, total }
}

/** Where the filter names few links, all of them; null where they must be walked through. */
async function gather(db: ReadDb, plan: AsOfPlan, { rare }: { rare: boolean }): Promise<Condition | null> {
  for (const links of gatheredLinks(plan, { rare })) if (await isFew(db, plan, links)) return links
  return null
}

async function countCells(db: ReadDb, { environmentId, params }: AsOfPlan): Promise<number> {
  const modes = params.accessMode.map((mode) => (mode === noValue ? "" : mode))
  const among = (column: string, values: readonly string[]) =>
    values.length === 0 ? Prisma.empty : Prisma.sql`AND ${Prisma.raw(column)} = ANY(${[...values]})`
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT coalesce(sum(delta), 0)::integer AS count FROM link_count_delta
    WHERE environment_id = ${environmentId} AND day <= ${startOfDay(params.asOf)}::date
      ${among("institution", params.institution)} ${among("status", params.status)} ${among("access_mode", modes)}`
  return row?.count ?? 0
}

async function isFew(db: ReadDb, { lookThrough }: AsOfPlan, candidates: Condition): Promise<boolean> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM (SELECT FROM (${toSql(candidates)}) AS c LIMIT ${lookThrough + 1}::integer) AS counted`
  return (row?.count ?? 0) <= lookThrough
}

/** Exact where the candidates end before the bound. */
async function countMatches(db: ReadDb, plan: AsOfPlan, candidates: Condition): Promise<Total> {
  const [row] = await db.$queryRaw<{ looked: number; found: number }[]>`
    WITH candidate AS MATERIALIZED (${toSql(candidates)})
    SELECT (SELECT count(*) FROM candidate)::integer AS looked, count(*)::integer AS found
    FROM (${toSql(matchesThen(plan, ["SELECT * FROM candidate"]))}) AS matching`
  return { count: row?.found ?? 0, exact: (row?.looked ?? 0) < plan.lookThrough }
}
