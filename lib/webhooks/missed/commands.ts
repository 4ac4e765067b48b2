import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { announced, lookBackDays, patienceMinutes, webhookWithinHours } from "@/lib/webhooks/missed/rules"
import { urgentTypes } from "@/lib/webhooks/rules"

export type Noted = { missed: number; late: number }

/**
 * Notes the changes that a sweep found and no webhook stands behind: none of that link came since its event before, nor within
 * the patience after. A webhook that came afterwards is noted as late.
 */
export function noteMissed(ctx: Ctx): Promise<Noted> {
  const environmentId = ctx.environment.id
  return record(ctx, "webhooks:process", async (tx) => {
    const [row] = await tx.$queryRaw<Noted[]>`
      WITH told AS (
        SELECT w.link_id, w.received_at FROM webhook_event w
        WHERE w.environment_id = ${environmentId} AND w.type = ANY(${[...urgentTypes]}::text[]) AND w.code IS DISTINCT FROM 'link_deleted'
          AND w.link_id IS NOT NULL AND w.received_at > clock_timestamp() - make_interval(days => ${lookBackDays}, hours => ${webhookWithinHours})
      ), found AS (
        SELECT e.at, e.id, e.link_id, e.institution, e.before, e.after
        FROM link_event e
        WHERE e.environment_id = ${environmentId} AND e.kind = 'status' AND e.cause = 'sweep'
          AND e.before = ${announced.before} AND e.after = ANY(${[...announced.after]}::text[])
          AND e.at > clock_timestamp() - make_interval(days => ${lookBackDays}) AND e.at < clock_timestamp() - make_interval(mins => ${patienceMinutes})
          AND EXISTS (SELECT FROM link l WHERE l.environment_id = ${environmentId} AND l.id = e.link_id AND l.access_mode = 'recurrent')
          AND NOT EXISTS (
            SELECT FROM told w WHERE w.link_id = e.link_id AND w.received_at <= e.at + make_interval(mins => ${patienceMinutes})
              AND w.received_at > greatest(e.at - make_interval(hours => ${webhookWithinHours}), (
                SELECT max(p.at) FROM link_event p
                WHERE p.environment_id = ${environmentId} AND p.link_id = e.link_id AND p.at < e.at AND p.kind IN ('status', 'appeared', 'returned'))))
      ), missed AS (
        INSERT INTO missed_event (environment_id, event_at, event_id, link_id, institution, before, after)
        SELECT ${environmentId}::integer, at, id, link_id, institution, before, after FROM found ON CONFLICT DO NOTHING RETURNING 1
      ), late AS (
        UPDATE missed_event m SET late_at = w.first
        FROM missed_event n CROSS JOIN LATERAL (
          SELECT min(t.received_at) AS first FROM told t
          WHERE t.link_id = n.link_id AND t.received_at > n.event_at AND t.received_at <= n.event_at + make_interval(hours => ${webhookWithinHours})
            AND t.received_at < coalesce((
              SELECT min(e.at) FROM link_event e
              WHERE e.environment_id = ${environmentId} AND e.link_id = n.link_id AND e.kind = 'status' AND e.at > n.event_at), 'infinity')
        ) w
        WHERE n.environment_id = ${environmentId} AND n.late_at IS NULL AND w.first IS NOT NULL
          AND n.event_at > clock_timestamp() - make_interval(days => ${lookBackDays})
          AND m.environment_id = n.environment_id AND m.event_at = n.event_at AND m.event_id = n.event_id
        RETURNING 1
      )
      SELECT (SELECT count(*) FROM missed)::integer AS missed, (SELECT count(*) FROM late)::integer AS late`
    return { result: row ?? { missed: 0, late: 0 } }
  })
}
