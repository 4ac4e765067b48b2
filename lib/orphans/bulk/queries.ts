import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import {
  type BulkInput,
  type BulkItemRow,
  type BulkListParams,
  type BulkState,
  bulkInput,
} from "@/lib/orphans/bulk/schema"
import { orphanWhere } from "@/lib/orphans/queries"
import { type BulkKind, orphanListParams } from "@/lib/orphans/schema"
import { isInt32, type Page, toCursor } from "@/lib/page"
import { parseInstant } from "@/lib/time"
import { Prisma } from "@/prisma/generated/client"

/** Of all orphans that match a list's query string, those about which it can be decided; found by `at`. */
export function bulkWhere(
  environmentId: number,
  { kind, params, at }: { kind: BulkKind; params: string; at: Date },
): Prisma.Sql {
  const filter = orphanListParams.parse(Object.fromEntries(new URLSearchParams(params)))
  return Prisma.sql`${orphanWhere(environmentId, filter, at)} AND ${meantBy[kind]}`
}

/** Besides the filter, so that nothing is meant that the list does not show. */
const meantBy: Record<BulkKind, Prisma.Sql> = {
  adopt: Prisma.sql`o.reason = 'exact' AND o.status = 'valid' AND o.state = 'open'`,
  ask: Prisma.sql`o.state = 'open'`,
  ignore: Prisma.sql`o.state = 'open'`,
  undo: Prisma.sql`o.state <> 'open'`,
}

export type BulkView = {
  id: string
  kind: BulkKind
  /** The list's query string. */
  params: string
  until: Date | null
  undoes: string | null
  /** The one that takes this one back, and how far it is. */
  undoneBy: string | null
  undoState: BulkState | null
  undoDecided: number | null
  state: BulkState
  links: number
  done: number
  decided: number
  memberName: string
  /** ISO 8601 with microseconds, as the cursor needs it. */
  createdAt: string
  endedAt: Date | null
}

/** Null where there is none. */
export function findBulk(ctx: Ctx, { bulkId }: BulkInput): Promise<BulkView | null> {
  return read(ctx, "links:read", async (db) => {
    if (!bulkInput.safeParse({ bulkId }).success) return null
    const [row] = await db.$queryRaw<BulkView[]>`${select(ctx, Prisma.sql`b.id = ${bulkId}::uuid`)} LIMIT 1`
    return row ?? null
  })
}

const pageSize = 50

/** What was decided about many at once, the latest first. */
export function listBulk(ctx: Ctx, { after }: BulkListParams): Promise<Pick<Page<BulkView>, "rows" | "after">> {
  return read(ctx, "links:read", async (db) => {
    const found = await db.$queryRaw<BulkView[]>`
      ${select(ctx, olderThan(after))} ORDER BY b.created_at DESC, b.id DESC LIMIT ${pageSize + 1}::integer`
    const rows = found.slice(0, pageSize)
    const last = rows.at(-1)
    return { rows, after: found.length > pageSize && last ? toCursor([last.createdAt, last.id]) : null }
  })
}

/** Links about which nothing was decided, and why. */
export function listLeftOut(
  ctx: Ctx,
  { bulkId, params }: BulkInput & { params: BulkListParams },
): Promise<Pick<Page<BulkItemRow>, "rows" | "after">> {
  return read(ctx, "links:read", async (db) => {
    if (!bulkInput.safeParse({ bulkId }).success) return { rows: [], after: null }
    const [place] = params.after ?? []
    const beyond = isInt32(place) ? place : 0
    const found = await db.$queryRaw<BulkItemRow[]>`
      SELECT place, link_id::text AS "linkId", outcome AS why FROM orphan_bulk_item
      WHERE environment_id = ${ctx.environment.id} AND bulk_id = ${bulkId}::uuid AND outcome <> 'taken' AND place > ${beyond}::integer
      ORDER BY place LIMIT ${pageSize + 1}::integer`
    const rows = found.slice(0, pageSize)
    const last = rows.at(-1)
    return { rows, after: found.length > pageSize && last ? toCursor([last.place]) : null }
  })
}

const select = (ctx: Ctx, which: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT b.id::text, b.kind, b.params, b.until, b.undoes::text, u.id::text AS "undoneBy", u.state AS "undoState",
    u.decided AS "undoDecided", b.state, b.links, b.done, b.decided, m.name AS "memberName", b.ended_at AS "endedAt",
    to_char(b.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt"
  FROM orphan_bulk b JOIN member m ON m.id = b.member_id
  LEFT JOIN orphan_bulk u ON u.environment_id = b.environment_id AND u.undoes = b.id
  WHERE b.environment_id = ${ctx.environment.id} AND ${which}`

/** A mistyped cursor is none. */
function olderThan(after: BulkListParams["after"]): Prisma.Sql {
  const [at, id] = after ?? []
  if (typeof at !== "string" || !parseInstant(at) || !bulkInput.safeParse({ bulkId: id }).success)
    return Prisma.sql`true`
  return Prisma.sql`(b.created_at, b.id) < (${at}::timestamptz, ${String(id)}::uuid)`
}
