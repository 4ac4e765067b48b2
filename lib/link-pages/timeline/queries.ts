import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import type { TimelineInput, TimelineItem, TimelinePage } from "@/lib/link-pages/timeline/schema"
import { toCursor } from "@/lib/page"
import { parseInstant } from "@/lib/time"
import { Prisma } from "@/prisma/generated/client"

const pageSize = 30

/** What happened to a link, newest first: its changes with their cause, Belvo's webhooks, people's acts and notes. */
export function listTimeline(ctx: Ctx, { linkId, after }: TimelineInput): Promise<TimelinePage> {
  return read(ctx, "links:read", async (db) => {
    const [at, key] = after ?? []
    const beyond = typeof at === "string" && parseInstant(at) && typeof key === "string" ? { at, key } : null
    const part = { environmentId: ctx.environment.id, linkId, beyond, now: ctx.now() }
    const rows = await db.$queryRaw<TimelineItem[]>`
      SELECT key, source, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at,
             kind, before, after, cause, "requestId", actor, state, text, ticket
      FROM (${events(part)} UNION ALL ${webhooks(part)} UNION ALL ${acts(part)} UNION ALL ${batches(part)} UNION ALL ${notes(part)} UNION ALL ${repairs(part)}) AS all_of_it
      ORDER BY all_of_it.at DESC, key COLLATE "C" DESC LIMIT ${pageSize + 1}`
    const items = rows.slice(0, pageSize)
    const last = rows.length > pageSize ? items.at(-1) : undefined
    return { items, after: last ? toCursor([last.at, last.key]) : null }
  })
}

type Part = { environmentId: number; linkId: string; beyond: { at: string; key: string } | null; now: Date }

/** Each source gives at most a page, by its own index, and the page is the newest of all. */
const newest = (key: Prisma.Sql, { beyond }: Part): Prisma.Sql => Prisma.sql`
  ${beyond ? Prisma.sql`AND t.at <= ${beyond.at}::timestamptz AND (t.at, ${key} COLLATE "C") < (${beyond.at}::timestamptz, ${beyond.key})` : Prisma.empty}
  ORDER BY t.at DESC, ${key} COLLATE "C" DESC LIMIT ${pageSize + 1}`

const eventKey = Prisma.sql`('e' || lpad(t.id::text, 20, '0'))`

const events = (part: Part): Prisma.Sql => Prisma.sql`
  (SELECT ${eventKey} AS key, 'event' AS source, t.at, t.kind, t.before, t.after, t.cause, t.request_id AS "requestId",
          NULL::text AS actor, CASE WHEN m.late_at IS NOT NULL THEN 'late' WHEN m.event_id IS NOT NULL THEN 'missed' END AS state, NULL::text AS text, NULL::text AS ticket
   FROM link_event t
   LEFT JOIN missed_event m ON m.environment_id = t.environment_id AND m.event_at = t.at AND m.event_id = t.id
   WHERE t.environment_id = ${part.environmentId} AND t.link_id = ${part.linkId}::uuid ${newest(eventKey, part)})`

const webhookKey = Prisma.sql`('w' || t.id::text)`

const webhooks = (part: Part): Prisma.Sql => Prisma.sql`
  (SELECT ${webhookKey}, 'webhook', t.at, coalesce(t.code, ''), NULL, NULL, t.type, t.request_id, NULL, t.outcome, NULL, NULL
   FROM (SELECT w.*, w.received_at AS at FROM webhook_event w) t
   WHERE t.environment_id = ${part.environmentId} AND t.link_id = ${part.linkId}::uuid ${newest(webhookKey, part)})`

const actKey = Prisma.sql`('a' || lpad(t.seq::text, 20, '0'))`

/** A note's own row says more than its entry, and an answer of Belvo is told with the act that asked for it. */
const toldElsewhere = [
  ...["note.added", "refresh.answered", "access_mode.answered", "deletion.settled", "session.settled"],
  ...["address.opened", "address.visited"],
]

const acts = (part: Part): Prisma.Sql => Prisma.sql`
  (SELECT ${actKey}, 'act', t.at, t.action, (t.body::jsonb -> 'before' ->> 'accessMode'), (t.body::jsonb -> 'after' ->> 'accessMode'), NULL,
          coalesce(r.belvo_request_id, d.belvo_request_id), m.name, coalesce(r.outcome, s.state, d.state, ${stateOfAddress(part)}), NULL, NULL
   FROM audit_entry t
   LEFT JOIN member m ON t.actor = 'member:' || m.id::text
   LEFT JOIN refresh_request r ON r.environment_id = t.environment_id AND r.id = ${idOf("refresh.requested", "refreshId")}
   LEFT JOIN repair_session s ON s.environment_id = t.environment_id AND s.id = ${idOf("session.opened", "sessionId")}
   LEFT JOIN deletion d ON d.environment_id = t.environment_id AND d.id = ${idOf("deletion.requested", "deletionId")}
   LEFT JOIN repair_address a ON a.environment_id = t.environment_id AND a.id = ${idOf("address.made", "addressId")}
   WHERE t.environment_id = ${part.environmentId} AND t.entity = 'link' AND t.entity_id = ${part.linkId}
     AND t.action <> ALL(${toldElsewhere}) ${newest(actKey, part)})`

/** In words of its own, which mean of an address something else than of a session; past its time it has expired, whoever writes it down. */
const stateOfAddress = ({ now }: Part): Prisma.Sql => Prisma.sql`
  CASE WHEN a.state <> 'open' THEN 'address_' || a.state
    WHEN EXISTS (SELECT FROM repair_session v WHERE v.environment_id = a.environment_id AND v.address_id = a.id AND v.state = 'open') THEN 'address_visiting'
    WHEN a.expires_at <= ${now}::timestamptz THEN 'address_expired' WHEN a.state = 'open' THEN 'address_open' END`

const idOf = (action: string, name: string): Prisma.Sql =>
  Prisma.sql`CASE WHEN t.action = ${action} THEN (t.body::jsonb -> 'after' ->> ${name})::uuid END`

const repairKey = Prisma.sql`('r' || lpad(t.id::text, 20, '0'))`

/** What a member has revoked is told as the member's act. */
const repairs = (part: Part): Prisma.Sql => Prisma.sql`
  (SELECT ${repairKey}, 'repair', t.at, t.kind, NULL, NULL, t.error_code, NULL, NULL, NULL, NULL, NULL
   FROM repair_outcome t
   WHERE t.environment_id = ${part.environmentId} AND t.link_id = ${part.linkId}::uuid
     AND (t.kind <> 'revoked' OR t.error_code IS NOT NULL) ${newest(repairKey, part)})`

const batchKey = Prisma.sql`('b' || t.batch_id::text)`

/** What was asked of Belvo for this link among many others, on behalf of who confirmed it. */
const batches = (part: Part): Prisma.Sql => Prisma.sql`
  (SELECT ${batchKey}, 'act', t.at, 'batch.' || b.kind, t.access_mode, b.access_mode, NULL, t.belvo_request_id, m.name,
          CASE t.state WHEN 'done' THEN 'accepted' WHEN 'sent' THEN 'requested' WHEN 'left_out' THEN 'cooling_down' ELSE t.state END, NULL, NULL
   FROM (SELECT i.*, i.sent_at AS at FROM batch_item i WHERE i.sent_at IS NOT NULL) t
   JOIN batch b ON b.environment_id = t.environment_id AND b.id = t.batch_id
   LEFT JOIN member m ON m.id = b.confirmed_by
   WHERE t.environment_id = ${part.environmentId} AND t.link_id = ${part.linkId}::uuid ${newest(batchKey, part)})`

const noteKey = Prisma.sql`('n' || t.id::text)`

const notes = (part: Part): Prisma.Sql => Prisma.sql`
  (SELECT ${noteKey}, 'note', t.at, 'note', NULL, NULL, NULL, NULL, m.name, NULL, t.text, t.ticket
   FROM note t LEFT JOIN member m ON m.id = t.member_id
   WHERE t.environment_id = ${part.environmentId} AND t.link_id = ${part.linkId}::uuid ${newest(noteKey, part)})`
