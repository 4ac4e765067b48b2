import {
  type BatchDeed,
  type BatchState,
  batchDeed,
  batchStates,
  type ItemState,
  itemStates,
} from "@/lib/batches/schema"
import { uuid } from "@/lib/belvo/patterns"
import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import { notFound } from "@/lib/errors"
import { type CursorValue, type Page, toCursor } from "@/lib/page"
import { parseInstant } from "@/lib/time"
import { Prisma } from "@/prisma/generated/client"

export type Counts = Readonly<Record<ItemState, number>>
export type BatchRow = {
  id: string
  deed: BatchDeed
  state: BatchState
  source: string
  links: number
  /** How many links the list showed, where all that matched were chosen. */
  expected: number | null
  createdBy: string
  /** ISO 8601 with microseconds, as the cursor needs it. */
  createdAt: string
  confirmedBy: string | null
  confirmedAt: Date | null
  /** Who paused, resumed or cancelled it last. */
  movedBy: string | null
  endedAt: Date | null
  problem: string | null
  /** Belvo gave no answer to a link: until then nothing leaves. */
  heldUntil: Date | null
}
export type BatchView = BatchRow & { counts: Counts }

const pageSize = 50

/** The latest first; drafts are their author's alone. */
export function listBatches(
  ctx: Ctx,
  { after }: { after: readonly CursorValue[] | null },
): Promise<Pick<Page<BatchRow>, "rows" | "after">> {
  return read(ctx, "links:read", async (db) => {
    const own = ctx.actor.kind === "member" ? ctx.actor.id : null
    const shown = Prisma.sql`(b.state NOT IN ('draft', 'expired') OR b.created_by = ${own}::uuid) ${beyond(after)}`
    const rows = await readRows(db, ctx, shown, pageSize + 1)
    const last = rows.length > pageSize ? rows[pageSize - 1] : undefined
    return { rows: rows.slice(0, pageSize), after: last ? toCursor([last.createdAt, last.id]) : null }
  })
}

/** Null where there is none. */
export function findBatch(ctx: Ctx, { batchId }: { batchId: string }): Promise<BatchView | null> {
  return read(ctx, "links:read", async (db) => {
    if (!uuid.safeParse(batchId).success) return null
    const [row] = await readRows(db, ctx, Prisma.sql`b.id = ${batchId}::uuid`, 1)
    return row ? { ...row, counts: await countItems(db, ctx, batchId) } : null
  })
}

/** For who may do at least the lesser deed: others do not learn which batches there are. Throws NOT_FOUND. */
export function getDeed(ctx: Ctx, { batchId }: { batchId: string }): Promise<BatchDeed> {
  return read(ctx, "links:refresh", async () => (await getBatchRow(ctx, { batchId })).deed)
}

/** Without what came of its links. Throws NOT_FOUND. */
export function getBatchRow(ctx: Ctx, { batchId }: { batchId: string }): Promise<BatchRow> {
  return read(ctx, "links:read", async (db) => {
    if (!uuid.safeParse(batchId).success) throw notFound()
    const [row] = await readRows(db, ctx, Prisma.sql`b.id = ${batchId}::uuid`, 1)
    if (!row) throw notFound()
    return row
  })
}

async function countItems(db: ReadDb, ctx: Ctx, batchId: string): Promise<Counts> {
  const rows = await db.batchCount.findMany({ where: { environmentId: ctx.environment.id, batchId } })
  const of = (state: ItemState) => [state, rows.find((row) => row.state === state)?.links ?? 0] as const
  return Object.fromEntries(itemStates.map(of)) as Record<ItemState, number>
}

type FoundRow = Omit<BatchRow, "state" | "deed"> & { state: string; kind: string; accessMode: string | null }

async function readRows(db: ReadDb, ctx: Ctx, where: Prisma.Sql, most: number): Promise<BatchRow[]> {
  const rows = await db.$queryRaw<FoundRow[]>`
    SELECT b.id::text, b.kind, b.access_mode AS "accessMode", b.state, b.source, b.links, b.expected, coalesce(c.name, '') AS "createdBy",
      to_char(b.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt", p.name AS "confirmedBy",
      b.confirmed_at AS "confirmedAt", m.name AS "movedBy", b.ended_at AS "endedAt", b.problem ->> 'code' AS problem, b.held_until AS "heldUntil"
    FROM batch b
    LEFT JOIN member c ON c.id = b.created_by LEFT JOIN member p ON p.id = b.confirmed_by LEFT JOIN member m ON m.id = b.moved_by
    WHERE b.environment_id = ${ctx.environment.id} AND ${where}
    ORDER BY b.created_at DESC, b.id DESC LIMIT ${most}`
  return rows.map(({ kind, accessMode, state, ...row }) => ({
    ...row,
    deed: batchDeed.parse({ kind, ...(accessMode ? { accessMode } : {}) }),
    state: batchStates.find((one) => one === state) ?? "done",
  }))
}

/** A mistyped cursor is none. */
function beyond(after: readonly CursorValue[] | null): Prisma.Sql {
  const [at, id] = after ?? []
  if (typeof at !== "string" || !parseInstant(at) || !uuid.safeParse(id).success) return Prisma.empty
  return Prisma.sql`AND (b.created_at, b.id) < (${at}::timestamptz, ${String(id)}::uuid)`
}
