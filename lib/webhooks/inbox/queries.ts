import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import { type Page, toCursor } from "@/lib/page"
import { parseInstant } from "@/lib/time"
import type { InboxParams } from "@/lib/webhooks/schema"
import { Prisma } from "@/prisma/generated/client"

export type Caused = { kind: string; before: string | null; after: string | null }
export type InboxRow = {
  id: string
  /** ISO 8601 with microseconds, as the cursor needs it. */
  receivedAt: string
  type: string | null
  code: string | null
  linkId: string | null
  requestId: string | null
  repeats: number
  /** `waiting`, or what came of it. */
  outcome: string
  caused: readonly Caused[]
}

const pageSize = 50
const countedTo = 10_000

/** Newest first, each with what its link's re-reading found. */
export function listInbox(ctx: Ctx, params: InboxParams): Promise<Page<InboxRow>> {
  return read(ctx, "links:read", async (db) => {
    const where = inboxWhere(ctx, params)
    const total = await countUpTo(db, where)
    const backward = params.before !== null
    const found = await readRows(db, { where, params, limit: pageSize + 1 })
    const more = found.length > pageSize
    const shown = found.slice(0, pageSize)
    const rows = backward ? shown.toReversed() : shown
    const [first, last] = [rows.at(0), rows.at(-1)]
    return {
      rows,
      total,
      after: last && (backward || more) ? toCursor([last.receivedAt, last.id]) : null,
      before: first && (params.after !== null || (backward && more)) ? toCursor([first.receivedAt, first.id]) : null,
    }
  })
}

function inboxWhere(ctx: Ctx, { outcome }: InboxParams): Prisma.Sql {
  const environment = Prisma.sql`e.environment_id = ${ctx.environment.id}`
  if (outcome === "") return environment
  if (outcome === "waiting") return Prisma.sql`${environment} AND e.state = 'waiting'`
  return Prisma.sql`${environment} AND e.outcome = ${outcome} AND e.state = 'processed'`
}

async function countUpTo(db: ReadDb, where: Prisma.Sql): Promise<{ count: number; exact: boolean }> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM (SELECT FROM webhook_event e WHERE ${where} LIMIT ${countedTo + 1}::integer) AS matching`
  const count = row?.count ?? 0
  return { count: Math.min(count, countedTo), exact: count <= countedTo }
}

type Reading = { where: Prisma.Sql; params: InboxParams; limit: number }

function readRows(db: ReadDb, { where, params, limit }: Reading): Promise<InboxRow[]> {
  const way = Prisma.raw(params.before ? "ASC" : "DESC")
  return db.$queryRaw<InboxRow[]>`
    SELECT e.id::text, to_char(e.received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "receivedAt", e.type, e.code,
      e.link_id::text AS "linkId", e.request_id AS "requestId", e.repeats, coalesce(e.outcome, 'waiting') AS outcome, caused.list AS caused
    FROM (SELECT * FROM webhook_event e WHERE ${where} ${beyond(params)}
      ORDER BY e.received_at ${way}, e.id ${way} LIMIT ${limit}::integer) AS e
    CROSS JOIN LATERAL (
      SELECT coalesce(jsonb_agg(jsonb_build_object('kind', h.kind, 'before', h.before, 'after', h.after) ORDER BY h.id), '[]') AS list
      FROM link_event h WHERE h.environment_id = e.environment_id AND h.link_id = e.link_id AND h.at >= e.received_at - interval '1 minute'
        AND h.cause = 'webhook' AND h.cause_id = e.id::text
    ) AS caused
    ORDER BY e.received_at ${way}, e.id ${way}`
}

function beyond({ after, before }: InboxParams): Prisma.Sql {
  const [at, id] = after ?? before ?? []
  if (typeof at !== "string" || !parseInstant(at) || typeof id !== "string" || !isId(id)) return Prisma.empty
  const operator = Prisma.raw(after ? "<" : ">")
  return Prisma.sql`AND (e.received_at, e.id) ${operator} (${at}::timestamptz, ${id}::uuid)`
}

const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
