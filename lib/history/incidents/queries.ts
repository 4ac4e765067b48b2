import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import {
  findIncidents,
  type Incident,
  judgedSince,
  type Losses,
  normDays,
  normSince,
} from "@/lib/history/incidents/rules"

export type OpenIncident = Incident & {
  displayName: string | null
  /** Links that broke since it began, each once, without those that are gone. */
  links: number
  stillBroken: number
}

/** What broke where in the last 24 h, worst first, with how many of those links have not recovered. */
export function listIncidents(ctx: Ctx): Promise<OpenIncident[]> {
  return read(ctx, "links:read", async (db) => {
    const incidents = findIncidents(await listLosses(db, ctx.now()))
    if (incidents.length === 0) return []
    const state = await listState(db, ctx, incidents)
    return incidents.map((incident) => ({
      ...incident,
      ...(state.get(incident.institution) ?? { displayName: null, links: 0, stillBroken: 0 }),
    }))
  })
}

/** Links of this institution that left `valid` within 24 h. */
export function countBrokenToday(ctx: Ctx, input: { institution: string }): Promise<number> {
  return read(ctx, "links:read", async (db) => {
    const [row] = await db.$queryRaw<{ count: number }[]>`
      SELECT count(DISTINCT link_id)::integer AS count FROM link_event
      WHERE environment_id = ${ctx.environment.id} AND kind = 'status' AND at > ${judgedSince(ctx.now())}
        AND before = 'valid' AND institution = ${input.institution}`
    return row?.count ?? 0
  })
}

async function listLosses(db: ReadDb, now: Date): Promise<Losses[]> {
  const rows = await db.$queryRaw<LossRow[]>`
    WITH lost AS (
      SELECT institution, at FROM link_event
      WHERE environment_id = (SELECT bound_environment()) AND kind = 'status' AND before = 'valid'
        AND at > ${normSince(now)} AND at <= ${now}
    ), recent AS (
      SELECT institution, date_trunc('hour', at) AS hour, count(*)::integer AS lost, min(at) AS first_at
      FROM lost WHERE at > ${judgedSince(now)} GROUP BY 1, 2
    ), earlier AS (
      SELECT institution, count(*)::integer AS lost FROM lost WHERE at <= ${judgedSince(now)} GROUP BY 1
    ), known AS (
      SELECT count(*)::integer AS days FROM recorded_day
      WHERE environment_id = (SELECT bound_environment()) AND day >= ${normSince(now)}::date AND day < ${judgedSince(now)}::date
    )
    SELECT r.institution, r.hour, r.lost, r.first_at AS "firstAt", coalesce(e.lost, 0) AS "lostBefore", k.days AS "daysBefore"
    FROM recent r LEFT JOIN earlier e USING (institution) CROSS JOIN known k ORDER BY r.institution, r.hour`
  return [...Map.groupBy(rows, (row) => row.institution)].flatMap(([institution, hours]) => {
    const first = hours[0]
    if (!first) return []
    return {
      institution,
      hours: hours.map(({ hour, lost, firstAt }) => ({ at: hour, lost, firstAt })),
      lostBefore: first.lostBefore,
      daysBefore: Math.min(first.daysBefore, normDays),
    }
  })
}

type LossRow = { institution: string; hour: Date; lost: number; firstAt: Date; lostBefore: number; daysBefore: number }

async function listState(db: ReadDb, ctx: Ctx, incidents: readonly Incident[]) {
  const institutions = incidents.map(({ institution }) => institution)
  const begins = incidents.map(({ since }) => since)
  const first = new Date(Math.min(...begins.map(Number)))
  const rows = await db.$queryRaw<StateRow[]>`
    SELECT o.institution, max(i.display_name) AS "displayName", count(DISTINCT l.id)::integer AS links,
           (count(DISTINCT l.id) FILTER (WHERE l.status <> 'valid'))::integer AS "stillBroken"
    FROM unnest(${institutions}::text[], ${begins}::timestamptz[]) AS o (institution, since)
    LEFT JOIN (link_event e JOIN link l ON l.environment_id = e.environment_id AND l.id = e.link_id AND l.removed_at IS NULL)
      ON e.environment_id = ${ctx.environment.id} AND e.institution = o.institution AND e.at >= o.since
     AND e.kind = 'status' AND e.before = 'valid' AND e.at >= ${first}
     AND e.institution = ANY (${institutions}::text[])
    LEFT JOIN institution i ON i.environment_id = ${ctx.environment.id} AND i.name = o.institution
    GROUP BY o.institution`
  return new Map(rows.map(({ institution, ...state }) => [institution, state]))
}

type StateRow = { institution: string; displayName: string | null; links: number; stillBroken: number }
