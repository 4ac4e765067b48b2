import { uuid } from "@/lib/belvo/patterns"
import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import { notFound } from "@/lib/errors"
import { countOffenders } from "@/lib/external-ids/queries"
import { examine } from "@/lib/external-ids/rules"
import { isOpenFinanceBrazil } from "@/lib/links/rules"
import { clocksApartMs, duplicated, judge, settleConnecting } from "@/lib/recovery/connecting/rules"
import { type ConnectingView, connectingStates, reports, type Verdict } from "@/lib/recovery/connecting/schema"
import { Prisma } from "@/prisma/generated/client"

/** Whether a link should be made under this external id; a plain number is judged beside those that are there already. */
export async function judgeExternalId(ctx: Ctx, { externalId }: { externalId: string }): Promise<Verdict> {
  const examined = examine(externalId)
  if (examined.shape === null) return judge(examined, [])
  const { numbers } = await countOffenders(ctx)
  const meant = numbers.filter(({ shape, meant: isMeant }) => shape === examined.shape && isMeant)
  return judge(
    examined,
    meant.map(({ kind }) => kind),
  )
}

export type Connectable = {
  name: string
  displayName: string
  countries: readonly string[]
  resources: readonly string[]
}

/** Where something can be connected by Belvo's widget without a consent; by country and name. */
export async function listConnectable(ctx: Ctx): Promise<Connectable[]> {
  const rows = await read(ctx, "links:read", (db) =>
    db.institution.findMany({
      where: { environmentId: ctx.environment.id, OR: [{ status: null }, { status: { not: "down" } }] },
      select: { name: true, displayName: true, countryCodes: true, resources: true },
      orderBy: [{ displayName: "asc" }, { name: "asc" }],
    }),
  )
  return rows
    .filter(({ name }) => !isOpenFinanceBrazil(name))
    .map(({ countryCodes, ...row }) => ({ ...row, countries: countryCodes }))
}

/** As many of a user's links as a page shows. */
const mostShown = 200

/** How many links Belvo has under this external id, as far as the mirror knows and a page shows. */
export function countOfUser(ctx: Ctx, { externalId }: { externalId: string }): Promise<number> {
  const where = { environmentId: ctx.environment.id, externalId, removedAt: null }
  return read(ctx, "links:read", (db) => db.link.count({ where, take: mostShown }))
}

/** The latest that can still be used for this user; null where there is none. */
export function findOpenConnecting(ctx: Ctx, { externalId }: { externalId: string }): Promise<ConnectingView | null> {
  const which = Prisma.sql`s.external_id = ${externalId} AND s.state = 'open' AND s.expires_at > ${ctx.now()}::timestamptz`
  return read(ctx, "links:read", (db) => findOne(db, ctx, { which, askedAt: null }))
}

/** `askedAt`: when Belvo was last asked whether there is a link. Throws NOT_FOUND. */
export async function getConnecting(
  ctx: Ctx,
  { id, askedAt = null }: { id: string; askedAt?: Date | null },
): Promise<ConnectingView> {
  if (!uuid.safeParse(id).success) throw notFound()
  const which = Prisma.sql`s.id = ${id}::uuid`
  const session = await read(ctx, "links:read", (db) => findOne(db, ctx, { which, askedAt }))
  if (!session) throw notFound()
  return session
}

type Row = {
  id: string
  externalId: string | null
  institution: string | null
  openedBy: string
  openedByName: string | null
  openedAt: Date
  expiresAt: Date
  state: string
  reported: string | null
  errorCode: string | null
  settledAt: Date | null
  link: ConnectingView["link"]
  dropped: boolean
}

/**
 * What came of it is told by the mirror: a link of this external id that was not there before, at the institution that was asked for and of
 * no later session, or the one that the widget named.
 */
async function findOne(
  db: ReadDb,
  ctx: Ctx,
  { which, askedAt }: { which: Prisma.Sql; askedAt: Date | null },
): Promise<ConnectingView | null> {
  const [row] = await db.$queryRaw<Row[]>`
    SELECT s.id::text AS id, coalesce(s.external_id, l.external_id) AS "externalId", coalesce(s.institution, s.reported_institution) AS institution, s.opened_by::text AS "openedBy",
      m.name AS "openedByName", s.opened_at AS "openedAt", s.expires_at AS "expiresAt", s.state, s.reported, s.error_code AS "errorCode",
      s.settled_at AS "settledAt",
      CASE WHEN l.id IS NOT NULL THEN jsonb_build_object('id', l.id, 'institution', l.institution, 'status', l.status,
        'institutionName', coalesce(i.display_name, l.institution)) END AS link,
      l.external_id IS NULL AND s.external_id IS NOT NULL AND l.id IS NOT NULL AS dropped
    FROM repair_session s
    LEFT JOIN LATERAL (
      SELECT l.* FROM (
        SELECT l.* FROM link l WHERE l.environment_id = s.environment_id AND l.id = s.new_link_id
          AND (s.state = 'connected' OR l.external_id IS NULL OR l.external_id = s.external_id)
        UNION ALL
        SELECT l.* FROM link l WHERE l.environment_id = s.environment_id AND l.external_id = s.external_id) AS l
      WHERE s.state = 'connected' OR (l.removed_at IS NULL AND l.first_seen_at > s.opened_at
        AND l.created_at > s.opened_at - ${`${clocksApartMs} milliseconds`}::interval
        AND (s.institution IS NULL OR l.institution = s.institution)
        AND NOT EXISTS (SELECT FROM repair_session n WHERE n.environment_id = s.environment_id AND n.external_id = s.external_id
          AND n.opened_at > s.opened_at AND n.opened_at < l.first_seen_at)
        AND NOT EXISTS (SELECT FROM repair_session n WHERE n.environment_id = s.environment_id AND n.new_link_id = l.id
          AND n.id <> s.id AND n.state = 'connected'))
      ORDER BY l.id = s.new_link_id DESC NULLS LAST, l.status = 'unconfirmed', l.created_at LIMIT 1) AS l ON true
    LEFT JOIN institution i ON i.environment_id = s.environment_id AND i.name = l.institution
    LEFT JOIN member m ON m.id = s.opened_by
    WHERE s.environment_id = ${ctx.environment.id} AND s.mode = 'create' AND ${which}
    ORDER BY s.opened_at DESC LIMIT 1`
  return row ? toView(row, await findExisting(db, ctx, row), { askedAt, now: ctx.now() }) : null
}

/** Of a login that is connected already: the user's links, at the institution where the widget has named one. */
function findExisting(db: ReadDb, ctx: Ctx, { errorCode, externalId, institution, openedAt }: Row) {
  if (errorCode !== duplicated || externalId === null) return []
  return db.$queryRaw<ConnectingView["existing"]>`
    SELECT l.id::text AS id, l.institution, l.status, coalesce(i.display_name, l.institution) AS "institutionName"
    FROM link l LEFT JOIN institution i ON i.environment_id = l.environment_id AND i.name = l.institution
    WHERE l.environment_id = ${ctx.environment.id} AND l.external_id = ${externalId} AND l.removed_at IS NULL AND l.status <> 'unconfirmed'
      AND l.first_seen_at <= ${openedAt}::timestamptz AND (${institution}::text IS NULL OR l.institution = ${institution})
    ORDER BY l.severity, l.created_at DESC, l.id LIMIT 20`
}

function toView(
  { openedBy, openedByName, institution: _, state, reported, errorCode, ...row }: Row,
  existing: ConnectingView["existing"],
  { askedAt, now }: { askedAt: Date | null; now: Date },
): ConnectingView {
  const kept = connectingStates.find((one) => one === state) ?? "expired"
  const told = { openedAt: row.openedAt, expiresAt: row.expiresAt, reported, errorCode }
  const kind = reports.find((one) => one === reported)
  return {
    ...{ id: row.id, externalId: row.externalId, link: row.link, dropped: row.dropped, existing },
    openedBy: { id: openedBy, name: openedByName ?? "" },
    openedAt: row.openedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    state: kept === "open" ? settleConnecting(told, { link: row.link, askedAt }, now) : kept,
    report: kind ? { kind, code: errorCode } : null,
    settledAt: row.settledAt?.toISOString() ?? null,
  }
}
