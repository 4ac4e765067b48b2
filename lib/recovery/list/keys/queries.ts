import { uuid } from "@/lib/belvo/patterns"
import type { Ctx } from "@/lib/ctx"
import type { ReadDb } from "@/lib/db"
import type { CursorValue } from "@/lib/page"
import { addressBranches, sessionBranches } from "@/lib/recovery/list/rules"
import { byCampaign, type RecoveryListParams } from "@/lib/recovery/list/schema"
import { parseInstant } from "@/lib/time"
import { Prisma } from "@/prisma/generated/client"

/** `named`: what a search has found, null where nobody is searched for. */
export type Wanted = { environmentId: number; now: Date; params: RecoveryListParams; named: Named | null }
export type Named = { sessions: readonly string[]; addresses: readonly string[] }

/** As many links as a search by external id looks behind. */
const mostLinks = 200

/** What belongs to a link or a customer, by the whole of the id. */
export async function findNamed(db: ReadDb, { environment }: Ctx, q: string): Promise<Named> {
  const environmentId = environment.id
  const links = uuid.safeParse(q).success
    ? [q.toLowerCase()]
    : (await db.link.findMany({ where: { environmentId, externalId: q }, select: { id: true }, take: mostLinks })).map(
        ({ id }) => id,
      )
  const sessions = await db.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM repair_session WHERE environment_id = ${environmentId} AND link_id = ANY (${links}::uuid[])
    UNION SELECT id::text FROM repair_session WHERE environment_id = ${environmentId} AND new_link_id = ANY (${links}::uuid[])
    UNION SELECT id::text FROM repair_session WHERE environment_id = ${environmentId} AND external_id = ${q}`
  const addresses = await db.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM repair_address WHERE environment_id = ${environmentId} AND link_id = ANY (${links}::uuid[])`
  return { sessions: sessions.map(({ id }) => id), addresses: addresses.map(({ id }) => id) }
}

/** Which rows are on the page: the next of each set that the index keeps apart, by the index alone; of these the first. */
export function keysOf(wanted: Wanted, limit: number): Prisma.Sql {
  const way = Prisma.raw(wanted.params.before ? "ASC" : "DESC")
  return Prisma.sql`
    SELECT k.source, k.at, k.id FROM (${sessionKeys(wanted, limit)} UNION ALL ${addressKeys(wanted, limit)}) AS k
    ORDER BY k.at ${way}, k.id ${way} LIMIT ${limit}::integer`
}

/** The first that match, in no order: ends as soon as there are so many. */
export function matchesOf(wanted: Wanted, limit: number): Prisma.Sql {
  const all = { ...wanted, params: { ...wanted.params, after: null, before: null } }
  return Prisma.sql`SELECT FROM (${sessionKeys(all, limit)} UNION ALL ${addressKeys(all, limit)}) AS k LIMIT ${limit}::integer`
}

function sessionKeys({ environmentId, params, named }: Wanted, limit: number): Prisma.Sql {
  const way = Prisma.raw(params.before ? "ASC" : "DESC")
  const branches = sessionBranches(params)
  return Prisma.sql`
    SELECT 'session' AS source, s.at, s.id
    FROM unnest(${branches.map(({ mode }) => mode)}::text[], ${branches.map(({ standing }) => standing)}::text[]) AS b (mode, standing)
    CROSS JOIN LATERAL (
      SELECT s.opened_at AS at, s.id FROM repair_session s
      WHERE s.environment_id = ${environmentId} AND s.address_id IS NULL AND s.mode = b.mode AND s.state = b.standing
        ${madeBy("s.opened_by", params.by)} ${among("s.id", named?.sessions)} ${beyond(params, "s.opened_at, s.id")}
      ORDER BY s.opened_at ${way}, s.id ${way} LIMIT ${limit}::integer) AS s`
}

/** A job marks every minute which have run out: few are still to be passed over. */
function addressKeys({ environmentId, now, params, named }: Wanted, limit: number): Prisma.Sql {
  const way = Prisma.raw(params.before ? "ASC" : "DESC")
  const inTime =
    params.outcome === "open" ? Prisma.sql`AND (a.expires_at > ${now}::timestamptz OR ${isVisited})` : Prisma.empty
  return Prisma.sql`
    SELECT 'address', a.at, a.id
    FROM unnest(${[...addressBranches(params)]}::text[]) AS b (standing)
    CROSS JOIN LATERAL (
      SELECT a.created_at AS at, a.id FROM repair_address a
      WHERE a.environment_id = ${environmentId} AND a.standing = b.standing ${inTime}
        ${madeBy("a.created_by", params.by)} ${among("a.id", named?.addresses)} ${beyond(params, "a.created_at, a.id")}
      ORDER BY a.created_at ${way}, a.id ${way} LIMIT ${limit}::integer) AS a`
}

/** Its time may be over: whoever is in the widget is not turned out. */
const isVisited = Prisma.sql`EXISTS (SELECT FROM repair_session v
  WHERE v.environment_id = a.environment_id AND v.address_id = a.id AND v.state = 'open')`

function madeBy(column: string, by: string | null): Prisma.Sql {
  if (by === null) return Prisma.empty
  if (by === byCampaign) return Prisma.sql`AND ${Prisma.raw(column)} IS NULL`
  return Prisma.sql`AND ${Prisma.raw(column)} = ${by}::uuid`
}

const among = (column: string, ids: readonly string[] | undefined): Prisma.Sql =>
  ids === undefined ? Prisma.empty : Prisma.sql`AND ${Prisma.raw(column)} = ANY (${[...ids]}::uuid[])`

type Cursors = { after: readonly CursorValue[] | null; before: readonly CursorValue[] | null }

/** A mistyped cursor is none. */
function beyond({ after, before }: Cursors, columns: string): Prisma.Sql {
  const [at, id] = after ?? before ?? []
  if (typeof at !== "string" || !parseInstant(at) || !uuid.safeParse(id).success) return Prisma.empty
  return Prisma.sql`AND (${Prisma.raw(columns)}) ${Prisma.raw(after ? "<" : ">")} (${at}::timestamptz, ${id}::uuid)`
}
