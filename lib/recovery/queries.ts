import { uuid } from "@/lib/belvo/patterns"
import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import { notFound } from "@/lib/errors"
import { settle, settleBefore } from "@/lib/recovery/rules"
import { type SessionView, sessionStates } from "@/lib/recovery/schema"
import { Prisma } from "@/prisma/generated/client"

/** The link's latest session, whatever has become of it; null where there was none. */
export function findLatestSession(ctx: Ctx, { linkId }: { linkId: string }): Promise<SessionView | null> {
  return read(ctx, "links:read", (db) => findSession(db, ctx, Prisma.sql`s.link_id = ${linkId}::uuid`))
}

/** Throws NOT_FOUND. */
export async function getSession(ctx: Ctx, { id }: { id: string }): Promise<SessionView> {
  if (!uuid.safeParse(id).success) throw notFound()
  const session = await read(ctx, "links:read", (db) => findSession(db, ctx, Prisma.sql`s.id = ${id}::uuid`))
  if (!session) throw notFound()
  return session
}

/** This visit that came by this address, or the latest; null where there was none. */
export function findVisit(
  ctx: Ctx,
  { addressId, sessionId = null }: { addressId: string; sessionId?: string | null },
): Promise<SessionView | null> {
  const own = sessionId === null ? Prisma.empty : Prisma.sql`AND s.id = ${sessionId}::uuid`
  return read(ctx, "links:read", (db) => findSession(db, ctx, Prisma.sql`s.address_id = ${addressId}::uuid ${own}`))
}

/** Of sessions that are open: of a link, or of one address. */
export type SessionsOf = { linkId: string } | { addressId: string }

/** The open ones, by what they come to now that another is being opened; in a caller's transaction. */
export async function listReplaced(db: ReadDb, ctx: Ctx, of: SessionsOf): Promise<SessionView[]> {
  const which =
    "linkId" in of ? Prisma.sql`s.link_id = ${of.linkId}::uuid` : Prisma.sql`s.address_id = ${of.addressId}::uuid`
  const rows = await readSessions(db, ctx, { which: Prisma.sql`${which} AND s.state = 'open'` })
  return rows.map((row) => toView(row, ctx.now(), settleBefore))
}

async function findSession(db: ReadDb, ctx: Ctx, which: Prisma.Sql): Promise<SessionView | null> {
  const [row] = await readSessions(db, ctx, { which, most: 1 })
  return row ? toView(row, ctx.now()) : null
}

function readSessions(db: ReadDb, ctx: Ctx, { which, most = 100 }: { which: Prisma.Sql; most?: number }) {
  return db.$queryRaw<SessionRow[]>`
    SELECT s.id::text AS id, s.link_id::text AS "linkId", s.opened_by::text AS "openedBy", m.name AS "openedByName",
           s.opened_at AS "openedAt", s.expires_at AS "expiresAt", s.state, s.status_before AS "statusBefore",
           s.status_after AS "statusAfter", s.settled_at AS "settledAt",
           s.reported, s.reported_at AS "reportedAt", s.error_code AS "errorCode",
           CASE WHEN l.removed_at IS NULL THEN l.status ELSE 'removed' END AS status,
           l.status_since AS "statusSince", l.observed_at AS "observedAt",
           EXISTS (SELECT FROM link_event e WHERE e.environment_id = s.environment_id AND e.link_id = s.link_id
                     AND e.kind IN ('status', 'removed') AND e.at > s.opened_at)
             OR EXISTS (SELECT FROM webhook_event w WHERE w.environment_id = s.environment_id AND w.link_id = s.link_id
                     AND w.type = 'LINK' AND w.received_at > s.opened_at) AS tried
    FROM repair_session s
    JOIN link l ON l.environment_id = s.environment_id AND l.id = s.link_id
    LEFT JOIN member m ON m.id = s.opened_by
    WHERE s.environment_id = ${ctx.environment.id} AND ${which}
    ORDER BY s.opened_at DESC LIMIT ${most}::integer`
}

type SessionRow = {
  id: string
  linkId: string
  openedBy: string | null
  openedByName: string | null
  openedAt: Date
  expiresAt: Date
  state: string
  statusBefore: string
  statusAfter: string | null
  settledAt: Date | null
  reported: string | null
  reportedAt: Date | null
  errorCode: string | null
  status: string
  statusSince: Date
  observedAt: Date
  tried: boolean
}

/** A row that nobody has settled yet is told by the mirror, so that a page hears of it at once. */
function toView(row: SessionRow, now: Date, rule = settle): SessionView {
  const kept = sessionStates.find((state) => state === row.state) ?? "expired"
  const state = kept === "open" ? rule(row, row, now) : kept
  const told = state === "healed" ? row.statusSince : row.observedAt
  const isNew = kept === "open" && state !== "open"
  return {
    id: row.id,
    linkId: row.linkId,
    openedBy: row.openedBy === null ? null : { id: row.openedBy, name: row.openedByName ?? "" },
    openedAt: row.openedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    state,
    statusBefore: row.statusBefore,
    errorCode: row.errorCode,
    statusAfter: isNew ? row.status : row.statusAfter,
    settledAt: (isNew ? told : row.settledAt)?.toISOString() ?? null,
  }
}
