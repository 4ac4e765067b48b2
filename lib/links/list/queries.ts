import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import { branchesByMatch, narrowToPlaces, type Occurring } from "@/lib/links/branches/rules"
import { planReading, type Reading, type Stretch } from "@/lib/links/list/rules"
import { isGathered, needsGathering, severityOf, sortsOffered } from "@/lib/links/rules"
import {
  type LinkCursor,
  type LinkFilter,
  type LinkListParams,
  type LinkSort,
  linkPageSize,
  mostIds,
} from "@/lib/links/schema"
import { allOf, linkWhere } from "@/lib/links/where/queries"
import { linkConditions } from "@/lib/links/where/rules"
import type { Sort } from "@/lib/list-params"
import { countedTo, noRows, type Page, pageOf, type Total, toTotal } from "@/lib/page"
import { Prisma } from "@/prisma/generated/client"

/** Moments are ISO 8601 with microseconds, as a cursor needs them. */
export type LinkRow = {
  id: string
  institution: string
  country: string | null
  type: string | null
  accessMode: string | null
  status: string
  refreshRate: string | null
  createdBy: string | null
  lastAccessedAt: string | null
  externalId: string | null
  createdAt: string
  institutionUserId: string | null
  credentialsStorage: string | null
  staleIn: string | null
  fetchResources: readonly string[]
  statusSince: string
  refreshDueAt: string | null
  firstSeenAt: string
  observedAt: string
  removedAt: string | null
  duplicate: boolean
  orphan: boolean
}

/** `sort` is the order that the page is in: the one asked for, or the first that can be had. */
export type LinkPage = Page<LinkRow> & { sort: Sort<LinkSort> }

/** One page, and how many match: exact to 10,000. */
export function listLinks(ctx: Ctx, asked: LinkListParams): Promise<LinkPage> {
  return read(ctx, "links:read", async (db) => {
    const occurring = await listOccurring(db, ctx.environment.id)
    const narrowed = narrowToPlaces(asked, occurring)
    if (!narrowed) return { ...noRows, sort: asked.sort }
    const total = await countMatches(db, ctx, narrowed)
    const params = { ...narrowed, ...orderOf(narrowed, total) }
    const page = await readPage({ db, ctx, occurring, total }, params)
    return { ...page, total, sort: params.sort }
  })
}

export function countLinks(ctx: Ctx, filter: LinkFilter): Promise<Total> {
  return read(ctx, "links:read", async (db) => {
    const narrowed = narrowToPlaces(filter, await listOccurring(db, ctx.environment.id))
    return narrowed ? countMatches(db, ctx, narrowed) : noRows.total
  })
}

/** The ids of all that match, the first 500 by id. */
export function listLinkIds(ctx: Ctx, { query }: { query: LinkListParams }): Promise<string[]> {
  return read(ctx, "links:read", async (db) => {
    const rows = await db.$queryRaw<{ id: string }[]>`
      SELECT id FROM link WHERE environment_id = ${ctx.environment.id} AND ${linkWhere(query, ctx.now())} ORDER BY id LIMIT ${mostIds}`
    return rows.map(({ id }) => id)
  })
}

/** A cursor is of no use in an order it was not made for. */
function orderOf(params: LinkListParams, total: Total): Pick<LinkListParams, "sort" | "after" | "before"> {
  const offered = sortsOffered(params, total)
  if (offered.includes(params.sort.key)) return params
  const [key = "createdAt"] = offered
  return { sort: { key, descending: params.sort.descending }, after: null, before: null }
}

/** The kinds of links and the institutions that occur here, for merging and for choosing a filter. */
export async function listOccurring(db: ReadDb, environmentId: number): Promise<Occurring> {
  const kinds = await db.$queryRaw<Occurring["kinds"]>`
    SELECT status, nullif(access_mode, '') AS "accessMode", nullif(refresh_rate, '') AS "refreshRate"
    FROM link_kind WHERE environment_id = ${environmentId} ORDER BY 1, 2, 3`
  const places = await db.$queryRaw<Occurring["places"]>`
    SELECT institution, country, type FROM link_place WHERE environment_id = ${environmentId} ORDER BY 1`
  return { kinds, places }
}

type Reader = { db: ReadDb; ctx: Ctx; occurring: Occurring; total: Total }

async function readPage(reader: Reader, params: LinkListParams): Promise<Omit<Page<LinkRow>, "total">> {
  const { ctx, occurring, total } = reader
  const reading = planReading({
    params,
    occurring,
    now: ctx.now(),
    gathered: needsGathering(params) && isGathered(total),
  })
  const found = await readStretches(reader, reading)
  // Gone back to where the list begins: a full first page rather than what lay before the cursor.
  if (params.before !== null && found.length <= linkPageSize) return readPage(reader, { ...params, before: null })
  return pageOf(found, { size: linkPageSize, turned: params, keyOf: (row) => cursorOf(row, params.sort.key) })
}

async function readStretches({ db, ctx }: Reader, reading: Reading): Promise<LinkRow[]> {
  const rows: LinkRow[] = []
  for (const stretch of reading.stretches) {
    const limit = linkPageSize + 1 - rows.length
    if (limit > 0)
      rows.push(
        ...(await db.$queryRaw<LinkRow[]>(
          stretchSql(stretch, { ...reading, environmentId: ctx.environment.id, limit }),
        )),
      )
  }
  return rows
}

type StretchOptions = { environmentId: number; descending: boolean; gathered: boolean; limit: number }

export function stretchSql({ columns, branches }: Stretch, options: StretchOptions): Prisma.Sql {
  const { environmentId, descending, gathered } = options
  const limit = Prisma.sql`LIMIT ${options.limit}::integer`
  const orderBy = (names: readonly string[]) =>
    Prisma.raw(`ORDER BY ${names.map((name) => `${name} ${descending ? "DESC" : "ASC"}`).join(", ")}`)
  const selects = branches.map(({ where, orderFirst }) => {
    const rows = Prisma.sql`SELECT * FROM link WHERE environment_id = ${environmentId}::integer AND ${allOf(where)}`
    return gathered ? rows : Prisma.sql`${rows} ${orderBy([...orderFirst, ...columns, "id"])} ${limit}`
  })
  const [only] = selects
  const merged = selects.length === 1 && only ? only : Prisma.sql`(${Prisma.join(selects, ") UNION ALL (")})`
  // Read whole before it is sorted: otherwise few matches are hoped for in the order of the list, and sought to its end.
  const matching = gathered ? Prisma.sql`WITH matching AS MATERIALIZED (${merged}) SELECT` : Prisma.sql`SELECT`
  const from = gathered ? Prisma.sql`matching` : Prisma.sql`(${merged}) AS matching`
  return Prisma.sql`${matching} ${shown} FROM ${from} ${orderBy([...columns, "id"])} ${limit}`
}

async function countMatches(db: ReadDb, ctx: Ctx, filter: LinkFilter): Promise<Total> {
  return toTotal(await db.$queryRaw<{ count: number }[]>(countSql(filter, ctx.environment.id, ctx.now())))
}

export function countSql(filter: LinkFilter, environmentId: number, now: Date): Prisma.Sql {
  const limit = Prisma.sql`LIMIT ${countedTo + 1}::integer`
  const branches =
    filter.q === null ? [linkConditions(filter, now)] : branchesByMatch({ params: filter, now }).map((one) => one.where)
  const selects = branches.map(
    (where) =>
      Prisma.sql`(SELECT FROM link WHERE environment_id = ${environmentId}::integer AND ${allOf(where)} ${limit})`,
  )
  return Prisma.sql`SELECT count(*)::integer AS count FROM (SELECT FROM (${Prisma.join(selects, " UNION ALL ")}) AS matching ${limit}) AS counted`
}

/** Rows by id, in the order of the ids; those that are not in the mirror are left out. */
export function listLinkRows(ctx: Ctx, ids: readonly string[]): Promise<LinkRow[]> {
  return read(
    ctx,
    "links:read",
    (db) => db.$queryRaw<LinkRow[]>`
    SELECT ${shown} FROM unnest(${[...ids]}::uuid[]) WITH ORDINALITY AS asked (id, place)
    JOIN link USING (id) WHERE environment_id = ${ctx.environment.id} ORDER BY place`,
  )
}

const cursors: Record<LinkSort, (row: LinkRow) => LinkCursor> = {
  createdAt: (row) => [row.createdAt],
  statusSince: (row) => [row.statusSince],
  lastAccessedAt: (row) => [row.lastAccessedAt],
  externalId: (row) => [row.externalId],
  status: (row) => [severityOf(row.status), row.statusSince],
}
export const cursorOf = (row: LinkRow, sort: LinkSort): LinkCursor => [...cursors[sort](row), row.id]

const iso = (column: string, name: string) =>
  `replace((${column} AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z' AS "${name}"`

const shown =
  Prisma.raw(`id, institution, country, type, access_mode AS "accessMode", status, refresh_rate AS "refreshRate",
  created_by AS "createdBy", external_id AS "externalId", institution_user_id AS "institutionUserId",
  credentials_storage AS "credentialsStorage", stale_in AS "staleIn", coalesce(fetch_resources, '{}') AS "fetchResources",
  ${iso("last_accessed_at", "lastAccessedAt")}, ${iso("created_at", "createdAt")}, ${iso("status_since", "statusSince")},
  ${iso("refresh_due_at", "refreshDueAt")}, ${iso("first_seen_at", "firstSeenAt")}, ${iso("observed_at", "observedAt")},
  ${iso("removed_at", "removedAt")}, duplicate, orphan`)
