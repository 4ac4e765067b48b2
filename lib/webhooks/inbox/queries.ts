import type { Ctx } from "@/lib/ctx"
import { may, type ReadDb, read } from "@/lib/db"
import { countedTo, type Page, pageOf, toTotal } from "@/lib/page"
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

/** Newest first, each with what its link's re-reading found. */
export function listInbox(ctx: Ctx, params: InboxParams): Promise<Page<InboxRow>> {
  return read(ctx, "links:read", async (db) => {
    const where = inboxWhere(ctx.environment.id, params)
    const total = await countUpTo(db, where)
    const found = await readRows(db, { where, params, limit: pageSize + 1 })
    const keyOf = ({ receivedAt, id }: InboxRow) => [receivedAt, id]
    return { ...pageOf(found, { size: pageSize, turned: params, keyOf }), total }
  })
}

/** Of `webhook_event e`; the list, its count and what is done to all of it share it. */
export function inboxWhere(environmentId: number, { outcome }: Pick<InboxParams, "outcome">): Prisma.Sql {
  const environment = Prisma.sql`e.environment_id = ${environmentId}`
  if (outcome === "") return environment
  if (outcome === "waiting") return Prisma.sql`${environment} AND e.state = 'waiting'`
  return Prisma.sql`${environment} AND e.outcome = ${outcome} AND e.state = 'processed'`
}

async function countUpTo(db: ReadDb, where: Prisma.Sql): Promise<{ count: number; exact: boolean }> {
  const counted = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM (SELECT FROM webhook_event e WHERE ${where} LIMIT ${countedTo + 1}::integer) AS matching`
  return toTotal(counted)
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

export type WebhookDetail = {
  id: string
  type: string | null
  code: string | null
  linkId: string | null
  /** `waiting`, or what came of it. */
  outcome: string
  processType: string | null
  requestId: string | null
  receivedAt: Date
  repeats: number
  lastRepeatAt: Date | null
  /** Null while its link waits to be read. */
  processedAt: Date | null
  caused: readonly CausedEvent[]
  /** Pretty JSON; it may hold personal values. */
  payload: { kind: "text"; text: string } | { kind: "ended" } | { kind: "withheld" }
  /** SHA-256 of the body as it came, in hexadecimal. */
  rawHash: string
}
export type CausedEvent = Caused & { at: Date }

/** One webhook with all that is known of it; null where there is none. Its body only for who may work with webhooks. */
export function findWebhook(ctx: Ctx, id: string): Promise<WebhookDetail | null> {
  return read(ctx, "links:read", async (db) => {
    if (!isId(id)) return null
    const environmentId = ctx.environment.id
    const row = await db.webhookEvent.findUnique({ where: { environmentId_id: { environmentId, id } } })
    if (!row) return null
    const { type, code, linkId, processType, requestId, receivedAt, repeats, lastRepeatAt, processedAt } = row
    const caused = row.linkId
      ? await db.linkEvent.findMany({
          where: { environmentId, linkId: row.linkId, cause: "webhook", causeId: id },
          select: { at: true, kind: true, before: true, after: true },
          orderBy: [{ at: "asc" }, { id: "asc" }],
        })
      : []
    return {
      ...{ id, type, code, linkId, processType, requestId, receivedAt, repeats, lastRepeatAt, processedAt, caused },
      outcome: row.outcome ?? "waiting",
      payload: payloadFor(ctx, row.raw),
      rawHash: Buffer.from(row.rawHash).toString("hex"),
    }
  })
}

function payloadFor(ctx: Ctx, raw: string | null): WebhookDetail["payload"] {
  if (!may(ctx, "sync:run")) return { kind: "withheld" }
  return raw === null ? { kind: "ended" } : { kind: "text", text: toPretty(raw) }
}

/** Numbers that JavaScript would round are left as they came, and the whole body with them. */
const toPretty = (raw: string): string => (/\d{16}/.test(raw) ? raw : JSON.stringify(JSON.parse(raw), null, 2))

const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
