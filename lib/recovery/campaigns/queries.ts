import { uuid } from "@/lib/belvo/patterns"
import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import { type Page, toCursor } from "@/lib/page"
import {
  type CampaignListParams,
  type CampaignRow,
  type CampaignView,
  campaignRow,
  type LineProblem,
} from "@/lib/recovery/campaigns/schema"
import { parseInstant } from "@/lib/time"
import { Prisma } from "@/prisma/generated/client"

/** Null where there is none of this id, or it is no id. */
export function findCampaign(ctx: Ctx, { campaignId }: { campaignId: string }): Promise<CampaignView | null> {
  return read(ctx, "links:read", async (db) => {
    if (!uuid.safeParse(campaignId).success) return null
    const [found] = await select(db, ctx, Prisma.sql`c.id = ${campaignId}::uuid`, 1)
    return found?.view ?? null
  })
}

const pageSize = 50

/** Latest first. */
export function listCampaigns(
  ctx: Ctx,
  { after }: CampaignListParams,
): Promise<{ rows: CampaignRow[]; after: string | null }> {
  return read(ctx, "links:read", async (db) => {
    const found = await select(db, ctx, olderThan(after), pageSize + 1)
    const shown = found.slice(0, pageSize)
    const last = shown.at(-1)
    const isMore = found.length > pageSize && last !== undefined
    return { rows: shown.map(({ view }) => view), after: isMore ? toCursor([last.cursor, last.view.id]) : null }
  })
}

const mostShown = 100

/** The first lines of a pasted list that were of no use. */
export function listBadLines(ctx: Ctx, { campaignId }: { campaignId: string }) {
  return read(ctx, "links:read", (db) => readBadLines(db, ctx, campaignId, mostShown))
}

/** All of them, as a file: line and reason. What stood there is with whoever pasted it. */
export function getBadLinesFile(ctx: Ctx, { campaignId }: { campaignId: string }): Promise<string> {
  return read(ctx, "campaigns:run", async (db) => {
    const rows = uuid.safeParse(campaignId).success ? await readBadLines(db, ctx, campaignId, null) : []
    return ["line,reason", ...rows.map(({ line, reason }) => `${line},${reason}`), ""].join("\n")
  })
}

export type BadLineRow = { line: number; reason: LineProblem }

function readBadLines(db: ReadDb, ctx: Ctx, campaignId: string, most: number | null): Promise<BadLineRow[]> {
  return db.$queryRaw<BadLineRow[]>`
    SELECT line, reason FROM campaign_line
    WHERE environment_id = ${ctx.environment.id} AND campaign_id = ${campaignId}::uuid ORDER BY line LIMIT ${most}::bigint`
}

/** A mistyped cursor is none. */
function olderThan(after: Page<never>["after"] | CampaignListParams["after"]): Prisma.Sql {
  const [at, id] = after ?? []
  if (typeof at !== "string" || !parseInstant(at) || !uuid.safeParse(id).success) return Prisma.sql`true`
  return Prisma.sql`(c.created_at, c.id) < (${at}::timestamptz, ${String(id)}::uuid)`
}

type Found = { view: CampaignRow; cursor: string }

async function select(db: ReadDb, ctx: Ctx, which: Prisma.Sql, limit: number): Promise<Found[]> {
  const rows = await db.$queryRaw<Record<string, unknown>[]>`
    SELECT c.id::text, c.name, c.state, c.source, c.filter, c.lines, c.bad_lines AS "badLines", c.seed::text,
      c.held_out_percent AS "heldOutPercent", c.asked_within_days AS "askedWithinDays", c.valid_days AS "validDays",
      c.wave_minutes AS "waveMinutes", c.openings_per_minute AS "openingsPerMinute", c.stop_percent AS "stopPercent", c.members,
      c.held_out AS "heldOut", c.waves, c.wave, c.wave_at AS "waveAt", c.pause, coalesce(m.name, '') AS "createdBy",
      c.created_at AS "createdAt", c.judged_at AS "judgedAt", s.name AS "startedBy", c.started_at AS "startedAt",
      c.paused_at AS "pausedAt", c.expires_at AS "expiresAt", c.reminded_at AS "remindedAt", c.downloaded_at AS "downloadedAt", e.name AS "endedBy", c.ended_at AS "endedAt", n.sent, n.working,
      to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS cursor
    FROM campaign c LEFT JOIN member m ON m.id = c.created_by LEFT JOIN member s ON s.id = c.started_by
    LEFT JOIN member e ON e.id = c.ended_by
    CROSS JOIN LATERAL (SELECT coalesce(sum(links) FILTER (WHERE kind = 'ever_sent'), 0)::integer AS sent,
      coalesce(sum(links) FILTER (WHERE kind IN ('repaired', 'healed')), 0)::integer AS working
      FROM campaign_count n WHERE n.environment_id = c.environment_id AND n.campaign_id = c.id AND NOT n.held_out) AS n
    WHERE c.environment_id = ${ctx.environment.id} AND ${which}
    ORDER BY c.created_at DESC, c.id DESC LIMIT ${limit}::integer`
  return rows.map(({ cursor, ...row }) => ({ view: campaignRow.parse(inIso(row)), cursor: String(cursor) }))
}

const inIso = (row: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
  )
