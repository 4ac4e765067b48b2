import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import { countedTo, type Page, pageOf, type Total, toTotal } from "@/lib/page"
import { wayOut } from "@/lib/recovery/connecting/rules"
import { findNamed, keysOf, matchesOf, type Wanted } from "@/lib/recovery/list/keys/queries"
import { isRevocable, type Standing, timeToRepair, toOutcome } from "@/lib/recovery/list/rules"
import type { RecoveryListParams, RecoveryRow } from "@/lib/recovery/list/schema"
import { Prisma } from "@/prisma/generated/client"

const pageSize = 50

/** Sessions and repair addresses, the latest first. A visit of an address is told by the address. */
export function listRecoveries(ctx: Ctx, params: RecoveryListParams): Promise<Page<RecoveryRow>> {
  return read(ctx, "links:read", async (db) => {
    const named = params.q === null ? null : await findNamed(db, ctx, params.q)
    const wanted: Wanted = { environmentId: ctx.environment.id, now: ctx.now(), params, named }
    const found = await readRows(db, wanted)
    const keyOf = ({ madeAt, id }: RecoveryRow) => [madeAt, id]
    const rows = found.map((row) => toRow(row, ctx.now()))
    const page = pageOf(rows, { size: pageSize, turned: params, keyOf })
    return { ...page, total: await countUpTo(db, wanted) }
  })
}

/** Members who have made any, by name. */
export function listMakers(ctx: Ctx): Promise<{ id: string; name: string }[]> {
  return read(
    ctx,
    "links:read",
    (db) => db.$queryRaw`
      SELECT m.id::text AS id, m.name FROM member m
      WHERE EXISTS (SELECT FROM repair_session s WHERE s.environment_id = ${ctx.environment.id} AND s.opened_by = m.id AND s.address_id IS NULL)
        OR EXISTS (SELECT FROM repair_address a WHERE a.environment_id = ${ctx.environment.id} AND a.created_by = m.id)
      ORDER BY m.name, m.id`,
  )
}

async function countUpTo(db: ReadDb, wanted: Wanted): Promise<Total> {
  const counted = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM (${matchesOf(wanted, countedTo + 1)}) AS k`
  return toTotal(counted)
}

type Found = Omit<RecoveryRow, "outcome" | "repairMs" | "revocable" | "by" | "lastTry"> & {
  state: string
  lastOutcome: string | null
  byId: string | null
  byName: string | null
  status: string | null
  statusSince: Date | null
  observedAt: Date | null
  visitEndsAt: Date | null
}

/** One look-up by key a table and row, whatever the planner takes the tables' sizes to be. */
function readRows(db: ReadDb, wanted: Wanted): Promise<Found[]> {
  const way = Prisma.raw(wanted.params.before ? "ASC" : "DESC")
  const { environmentId } = wanted
  return db.$queryRaw<Found[]>`
    SELECT k.id::text AS id, r.kind, r.state, r."lastOutcome", r."errorCode", r."linkId", coalesce(l.external_id, r."externalId") AS "externalId",
      coalesce(l.institution, r.institution) AS institution, i.display_name AS "institutionName", r."byId", m.name AS "byName",
      r."campaignId", ${iso("k.at")} AS "madeAt", ${iso('r."openedAt"')} AS "openedAt", ${iso('r."expiresAt"')} AS "expiresAt",
      ${iso('r."settledAt"')} AS "settledAt", CASE WHEN l.removed_at IS NULL THEN l.status ELSE 'removed' END AS status,
      l.status_since AS "statusSince", l.observed_at AS "observedAt", r."visitEndsAt"
    FROM (${keysOf(wanted, pageSize + 1)}) AS k
    CROSS JOIN LATERAL (
      SELECT s.mode AS kind, s.state, s.reported AS "lastOutcome", s.error_code AS "errorCode",
        coalesce(s.link_id, CASE WHEN s.state <> 'open' THEN s.new_link_id END)::text AS "linkId",
        s.external_id AS "externalId", s.institution, s.opened_by::text AS "byId", NULL AS "campaignId", NULL::timestamptz AS "openedAt",
        s.expires_at AS "expiresAt", s.settled_at AS "settledAt", NULL::timestamptz AS "visitEndsAt"
      FROM repair_session s WHERE k.source = 'session' AND s.environment_id = ${environmentId} AND s.id = k.id
      UNION ALL
      SELECT 'address', a.state, a.last_outcome, a.error_code, a.link_id::text, NULL, NULL, a.created_by::text, a.campaign_id::text,
        a.first_opened_at, a.expires_at, a.settled_at,
        (SELECT v.expires_at FROM repair_session v WHERE v.environment_id = ${environmentId} AND v.address_id = a.id AND v.state = 'open')
      FROM repair_address a WHERE k.source = 'address' AND a.environment_id = ${environmentId} AND a.id = k.id) AS r
    LEFT JOIN LATERAL (SELECT * FROM link WHERE environment_id = ${environmentId} AND id = r."linkId"::uuid LIMIT 1) AS l ON true
    LEFT JOIN LATERAL (
      SELECT display_name FROM institution
      WHERE environment_id = ${environmentId} AND name = coalesce(l.institution, r.institution) LIMIT 1) AS i ON true
    LEFT JOIN LATERAL (SELECT name FROM member WHERE id = r."byId"::uuid LIMIT 1) AS m ON true
    ORDER BY k.at ${way}, k.id ${way}`
}

function toRow(
  { state, lastOutcome, byId, byName, status, statusSince, observedAt, visitEndsAt, ...row }: Found,
  now: Date,
) {
  const standing: Standing = {
    visitEndsAt,
    ...{ kind: row.kind, state, madeAt: new Date(row.madeAt), expiresAt: new Date(row.expiresAt) },
    settledAt: row.settledAt === null ? null : new Date(row.settledAt),
    link: status && statusSince && observedAt ? { status, statusSince, observedAt } : null,
  }
  const outcome = toOutcome(standing, now)
  const tried =
    lastOutcome === "gave_up" || lastOutcome === "failed"
      ? lastOutcome
      : wayOut({ reported: lastOutcome, errorCode: row.errorCode })
  return {
    ...row,
    outcome,
    lastTry: outcome === "open" || outcome === "expired" ? tried : null,
    by: byId === null ? null : { id: byId, name: byName ?? "" },
    repairMs: timeToRepair(standing, now),
    revocable: isRevocable(standing, now),
  }
}

const iso = (column: string): Prisma.Sql =>
  Prisma.sql`to_char(${Prisma.raw(column)} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
