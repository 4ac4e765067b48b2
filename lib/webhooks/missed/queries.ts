import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import { announced, shareAnnounced } from "@/lib/webhooks/missed/rules"

export type MissedInstitution = {
  institution: string
  displayName: string | null
  /** Late ones among them. */
  week: number
  month: number
  /** Of the month's, those whose webhook came after all. */
  late: number
  /** Of the month's changes, the share of which a webhook told at any time. */
  share: number | null
}
export type MissedChange = {
  at: Date
  linkId: string
  institution: string
  before: string | null
  after: string | null
  lateAt: Date | null
}
export type MissedEvents = { institutions: readonly MissedInstitution[]; latest: readonly MissedChange[] }

const institutionsShown = 50
const latestShown = 20

/** Changes of status that Belvo should have told of and a sweep found first: by institution, most first, and the latest. */
export function listMissed(ctx: Ctx): Promise<MissedEvents> {
  return read(ctx, "links:read", async (db) => ({
    institutions: await countByInstitution(ctx, db),
    latest: await db.missedEvent
      .findMany({
        where: { environmentId: ctx.environment.id },
        orderBy: [{ eventAt: "desc" }, { eventId: "desc" }],
        take: latestShown,
        select: { eventAt: true, linkId: true, institution: true, before: true, after: true, lateAt: true },
      })
      .then((rows) => rows.map(({ eventAt, ...row }) => ({ at: eventAt, ...row }))),
  }))
}

type Counted = Omit<MissedInstitution, "share"> & { told: number }

async function countByInstitution(ctx: Ctx, db: ReadDb): Promise<MissedInstitution[]> {
  const environmentId = ctx.environment.id
  const now = ctx.now()
  const rows = await db.$queryRaw<Counted[]>`
    SELECT m.institution, i.display_name AS "displayName", m.week, m.month, m.late, coalesce(t.told, 0)::integer AS told
    FROM (SELECT institution, count(*)::integer AS month, count(late_at)::integer AS late,
            (count(*) FILTER (WHERE event_at > ${now}::timestamptz - interval '7 days'))::integer AS week
          FROM missed_event WHERE environment_id = ${environmentId} AND event_at > ${now}::timestamptz - interval '30 days' GROUP BY institution) m
    LEFT JOIN (SELECT institution, count(*) AS told FROM link_event
               WHERE environment_id = ${environmentId} AND kind = 'status' AND at > ${now}::timestamptz - interval '30 days' AND cause = 'webhook'
                 AND before = ${announced.before} AND after = ANY(${[...announced.after]}::text[]) GROUP BY institution) t USING (institution)
    LEFT JOIN institution i ON i.environment_id = ${environmentId} AND i.name = m.institution
    ORDER BY m.month DESC, m.institution LIMIT ${institutionsShown}`
  return rows.map(({ told, ...row }) => ({
    ...row,
    share: shareAnnounced({ told, missed: row.month, late: row.late }),
  }))
}
