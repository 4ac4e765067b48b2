import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import { type Delta, type Trend, toTrend } from "@/lib/history/trends/rules"
import type { TrendFilter } from "@/lib/history/trends/schema"
import { addDays, type Day, startOfDay, toDay } from "@/lib/time"
import { Prisma } from "@/prisma/generated/client"

/** Links per status at the end of each day, from the daily counts alone. */
export function getTrend(ctx: Ctx, filter: TrendFilter): Promise<Trend> {
  const to = toDay(ctx.now())
  const from = addDays(to, 1 - Number(filter.days))
  return read(ctx, "links:read", async (db) => {
    const deltas = await listDeltas(db, filter, { from, to })
    const recorded = await listRecordedDays(db, { from, to })
    return toTrend(deltas, new Set(recorded), { from, to })
  })
}

export type StatusCount = { status: string; links: number; dayAgo: number; weekAgo: number }

/** Links present per status now, and how many there were a day and a week ago. */
export function countByStatus(ctx: Ctx): Promise<StatusCount[]> {
  const today = toDay(ctx.now())
  return read(
    ctx,
    "links:read",
    (db) => db.$queryRaw<StatusCount[]>`
      SELECT status, sum(delta)::integer AS links,
             coalesce(sum(delta) FILTER (WHERE day < ${startOfDay(today)}::date), 0)::integer AS "dayAgo",
             coalesce(sum(delta) FILTER (WHERE day < ${startOfDay(addDays(today, -6))}::date), 0)::integer AS "weekAgo"
      FROM link_count_delta WHERE environment_id = ${ctx.environment.id} GROUP BY status ORDER BY 2 DESC`,
  )
}

export type InstitutionCount = { institution: string; displayName: string | null; links: number; broken: number }

/** Links present per institution, most first, and how many of them are not valid. */
export function countByInstitution(ctx: Ctx, options: { limit: number }): Promise<InstitutionCount[]> {
  return read(
    ctx,
    "links:read",
    (db) => db.$queryRaw<InstitutionCount[]>`
      SELECT c.institution, i.display_name AS "displayName", c.links, c.broken
      FROM (SELECT institution, sum(delta)::integer AS links, coalesce(sum(delta) FILTER (WHERE status <> 'valid'), 0)::integer AS broken
            FROM link_count_delta WHERE environment_id = ${ctx.environment.id} GROUP BY institution
            HAVING sum(delta) > 0 ORDER BY 2 DESC, institution LIMIT ${options.limit}) c
      LEFT JOIN institution i ON i.environment_id = ${ctx.environment.id} AND i.name = c.institution
      ORDER BY c.links DESC, c.institution`,
  )
}

async function listDeltas(db: ReadDb, filter: TrendFilter, { from, to }: { from: Day; to: Day }): Promise<Delta[]> {
  const parts = [Prisma.sql`day <= ${startOfDay(to)}::date`]
  if (filter.institution.length > 0) parts.push(Prisma.sql`institution = ANY(${[...filter.institution]})`)
  if (filter.accessMode !== "all") parts.push(Prisma.sql`access_mode = ${filter.accessMode}`)
  const rows = await db.$queryRaw<{ day: Date; status: string; delta: number }[]>`
    SELECT greatest(day, ${startOfDay(from)}::date) AS day, status, sum(delta)::integer AS delta
    FROM link_count_delta WHERE environment_id = (SELECT bound_environment()) AND ${Prisma.join(parts, " AND ")}
    GROUP BY 1, 2 ORDER BY 1`
  return rows.map((row) => ({ ...row, day: toDay(row.day) }))
}

async function listRecordedDays(db: ReadDb, { from, to }: { from: Day; to: Day }): Promise<Day[]> {
  const rows = await db.recordedDay.findMany({ where: { day: { gte: startOfDay(from), lte: startOfDay(to) } } })
  return rows.map((row) => toDay(row.day))
}
