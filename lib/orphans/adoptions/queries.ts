import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { notFound } from "@/lib/errors"
import type { AdoptionListParams } from "@/lib/orphans/schema"
import { countedTo, type Page, type Total, toCursor, toTotal } from "@/lib/page"
import { parseInstant } from "@/lib/time"
import { Prisma } from "@/prisma/generated/client"

export type AdoptionExportRow = { id: string; createdAt: string; memberName: string; rows: number }
const pageSize = 25

/** Files of adoptions that were made, the latest first. */
export function listAdoptionExports(ctx: Ctx, { after }: AdoptionListParams): Promise<Page<AdoptionExportRow>> {
  return read(ctx, "links:read", async (db) => {
    const found = await db.$queryRaw<AdoptionExportRow[]>`
      SELECT a.id::text, m.name AS "memberName", a.rows,
        to_char(a.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt"
      FROM adoption_export a JOIN member m ON m.id = a.member_id
      WHERE a.environment_id = ${ctx.environment.id} ${beyond(after)}
      ORDER BY a.created_at DESC, a.id DESC LIMIT ${pageSize + 1}::integer`
    const rows = found.slice(0, pageSize)
    const last = rows.at(-1)
    const count = await db.adoptionExport.count({ where: { environmentId: ctx.environment.id } })
    const next = found.length > pageSize && last ? toCursor([last.createdAt, last.id]) : null
    return { rows, total: { count, exact: true }, after: next, before: null }
  })
}

/** A mistyped cursor is none. */
function beyond(after: AdoptionListParams["after"]): Prisma.Sql {
  const [at, id] = after ?? []
  if (typeof at !== "string" || !parseInstant(at) || typeof id !== "string" || !/^[0-9a-f-]{36}$/.test(id))
    return Prisma.empty
  return Prisma.sql`AND (a.created_at, a.id) < (${at}::timestamptz, ${id}::uuid)`
}

/** How many adoptions the next file will hold. */
export function countToExport(ctx: Ctx): Promise<Total> {
  return read(ctx, "links:read", async (db) => {
    const counted = await db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::integer AS count FROM (
        SELECT FROM orphan_decision
        WHERE environment_id = ${ctx.environment.id} AND kind = 'adopt' AND export_id IS NULL AND closed_at IS NULL
        LIMIT ${countedTo + 1}::integer) AS d`
    return toTotal(counted)
  })
}

/** Throws NOT_FOUND. */
export function expectAdoptionExport(ctx: Ctx, { id }: { id: string }): Promise<{ id: string; rows: number }> {
  return read(ctx, "exports:machine", async (db) => {
    const where = { environmentId: ctx.environment.id, id }
    const found = /^[0-9a-f-]{36}$/.test(id) ? await db.adoptionExport.findFirst({ where }) : null
    if (!found) throw notFound()
    return { id: found.id, rows: found.rows }
  })
}
