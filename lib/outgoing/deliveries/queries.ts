import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import type { DeliveryListParams, DeliveryRow, Handed } from "@/lib/outgoing/schema"
import { countedTo, type Page, pageOf, toTotal } from "@/lib/page"
import { parseInstant } from "@/lib/time"
import { Prisma } from "@/prisma/generated/client"

const pageSize = 25
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What was sent, and what came of it; newest first. */
export function listDeliveries(
  ctx: Ctx,
  { params, subjectId = null }: { params: DeliveryListParams; subjectId?: string | null },
): Promise<Page<DeliveryRow>> {
  return read(ctx, "links:read", async (db) => {
    const which = whichOf(ctx, params, subjectId)
    const beyond = beyondOf(params)
    const order = params.before ? Prisma.sql`created_at, id` : Prisma.sql`created_at DESC, id DESC`
    const found = await db.$queryRaw<(Omit<DeliveryRow, `${string}At`> & Moments & { cursor: string })[]>`
      SELECT id::text, event, subject_id::text AS "subjectId", items, state, attempts, created_at AS "createdAt",
        attempted_at AS "attemptedAt", next_at AS "nextAt", settled_at AS "settledAt", http_status AS "httpStatus", problem,
        left(jsonb_pretty(body), 5000) AS body, to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS cursor
      FROM outgoing_delivery WHERE ${which} AND ${beyond} ORDER BY ${order} LIMIT ${pageSize + 1}::integer`
    const total = toTotal(
      await db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::integer AS count FROM (SELECT FROM outgoing_delivery WHERE ${which} LIMIT ${countedTo + 1}::integer) AS found`,
    )
    const page = pageOf(found, { size: pageSize, turned: params, keyOf: ({ cursor, id }) => [cursor, id] })
    return {
      ...page,
      rows: page.rows.map(({ cursor: _, ...row }) => toRow(row)),
      total,
    }
  })
}

/** How many have failed for good; at most 10,000. */
export function countFailedDeliveries(ctx: Ctx): Promise<number> {
  return read(ctx, "links:read", async (db) => {
    const [row] = await db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::integer AS count FROM (
        SELECT FROM outgoing_delivery WHERE environment_id = ${ctx.environment.id} AND state = 'failed' LIMIT ${countedTo}::integer) AS found`
    return row?.count ?? 0
  })
}

/** What of a subject has come to those whom it is for. */
export function getHanded(ctx: Ctx, { subjectId }: { subjectId: string }): Promise<Handed> {
  return read(ctx, "links:read", async (db) => {
    const [row] = await db.$queryRaw<Handed[]>`
      SELECT coalesce(sum(items) FILTER (WHERE state = 'delivered'), 0)::integer AS delivered,
        coalesce(sum(items) FILTER (WHERE state IN ('waiting', 'sending')), 0)::integer AS waiting,
        coalesce(sum(items) FILTER (WHERE state = 'failed'), 0)::integer AS failed
      FROM outgoing_delivery WHERE environment_id = ${ctx.environment.id} AND subject_id = ${subjectId}::uuid
        AND NOT coalesce((body ->> 'reminder')::boolean, false)`
    return row ?? { delivered: 0, waiting: 0, failed: 0 }
  })
}

/** The same of deliveries, reminders included, and without a look into them: cheap enough to be asked each second. */
export function countHanded(
  ctx: Ctx,
  { subjectId }: { subjectId: string },
): Promise<{ state: string; items: number }[]> {
  return read(
    ctx,
    "links:read",
    (db) => db.$queryRaw<{ state: string; items: number }[]>`
      SELECT state, sum(items)::integer AS items FROM outgoing_delivery
      WHERE environment_id = ${ctx.environment.id} AND subject_id = ${subjectId}::uuid GROUP BY state ORDER BY state`,
  )
}

type Moments = { createdAt: Date; attemptedAt: Date | null; nextAt: Date | null; settledAt: Date | null }

function whichOf(ctx: Ctx, { show }: DeliveryListParams, subjectId: string | null): Prisma.Sql {
  const failed = show === "failed" ? Prisma.sql`AND state = 'failed'` : Prisma.empty
  const subject = subjectId === null ? Prisma.empty : Prisma.sql`AND subject_id = ${subjectId}::uuid`
  return Prisma.sql`environment_id = ${ctx.environment.id} ${failed} ${subject}`
}

/** A mistyped cursor is none. */
function beyondOf({ after, before }: DeliveryListParams): Prisma.Sql {
  const [at, id] = after ?? before ?? []
  if (typeof at !== "string" || !parseInstant(at) || typeof id !== "string" || !uuid.test(id)) return Prisma.sql`true`
  const sign = before === null ? Prisma.sql`<` : Prisma.sql`>`
  return Prisma.sql`(created_at, id) ${sign} (${at}::timestamptz, ${id}::uuid)`
}

const toRow = (row: Omit<DeliveryRow, `${string}At`> & Moments): DeliveryRow => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  attemptedAt: row.attemptedAt?.toISOString() ?? null,
  nextAt: row.nextAt?.toISOString() ?? null,
  settledAt: row.settledAt?.toISOString() ?? null,
})
