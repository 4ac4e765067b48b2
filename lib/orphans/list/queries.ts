import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import { institutionName } from "@/lib/links/facets/queries"
import { orphanWhere, reasonsOf, statesOf } from "@/lib/orphans/queries"
import {
  type Confidence,
  type OrphanListParams,
  type OrphanReason,
  type OrphanState,
  orphanReasons,
} from "@/lib/orphans/schema"
import { type CursorValue, countedTo, type Page, pageOf, type Total, toTotal } from "@/lib/page"
import { parseInstant } from "@/lib/time"
import { Prisma } from "@/prisma/generated/client"

export type OrphanRow = {
  linkId: string
  externalId: string | null
  institution: string
  institutionName: string | null
  status: string
  /** ISO 8601 with microseconds, as the cursor needs it. */
  createdAt: string
  reason: OrphanReason
  confidence: Confidence
  matchedExternalId: string | null
  evidenceLinkId: string | null
  rivals: number
  state: OrphanState
  decision: OrphanDecision | null
}
export type OrphanDecision = {
  externalId: string | null
  note: string | null
  until: string | null
  decidedAt: string
  memberName: string
  exported: boolean
}

const pageSize = 50

/** Newest links first. */
export function listOrphans(ctx: Ctx, params: OrphanListParams): Promise<Page<OrphanRow>> {
  return read(ctx, "links:read", async (db) => {
    const found = await readRows(db, ctx.environment.id, params)
    const keyOf = ({ createdAt, linkId }: OrphanRow) => [createdAt, linkId]
    const page = pageOf(found, { size: pageSize, turned: params, keyOf })
    return { ...page, total: await countUpTo(db, ctx.environment.id, params) }
  })
}

export type OrphanCounts = { reason: OrphanReason; total: Total }[]

/** How many of each reason, by the other filters. */
export function countReasons(ctx: Ctx, params: OrphanListParams): Promise<OrphanCounts> {
  return read(ctx, "links:read", async (db) => {
    const counts: OrphanCounts = []
    for (const reason of orphanReasons)
      counts.push({ reason, total: await countUpTo(db, ctx.environment.id, { ...params, reason }) })
    return counts
  })
}

export type OrphanInstitution = { name: string; displayName: string }

/** Where orphans are, and the one that is asked for besides, each once; found by leaps over the index. */
export function listOrphanInstitutions(
  ctx: Ctx,
  { institution }: Pick<OrphanListParams, "institution">,
): Promise<OrphanInstitution[]> {
  return read(ctx, "links:read", async (db) => {
    const rows = await db.$queryRaw<{ institution: string; institutionName: string | null }[]>`
      SELECT p.institution, ${institutionName(ctx.environment.id, Prisma.sql`p.institution`)} FROM (
        SELECT p.institution FROM link_place p
        WHERE p.environment_id = ${ctx.environment.id} AND EXISTS (
          SELECT FROM orphan o WHERE o.environment_id = ${ctx.environment.id} AND o.institution = p.institution)
        UNION SELECT ${institution}::text) AS p
      WHERE p.institution IS NOT NULL`
    const named = rows.map((row) => ({ name: row.institution, displayName: row.institutionName ?? row.institution }))
    return named.toSorted((a, b) => a.displayName.localeCompare(b.displayName))
  })
}

async function countUpTo(db: ReadDb, environmentId: number, params: OrphanListParams): Promise<Total> {
  const counted = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM (
      SELECT FROM orphan o WHERE ${orphanWhere(environmentId, params)} LIMIT ${countedTo + 1}::integer) AS o`
  return toTotal(counted)
}

/** The next of each reason and state, by the index alone; of these the first. */
function readRows(db: ReadDb, environmentId: number, params: OrphanListParams): Promise<OrphanRow[]> {
  const way = Prisma.raw(params.before ? "ASC" : "DESC")
  const limit = pageSize + 1
  const { status, institution } = params
  const also = [
    ...(status === null ? [] : [Prisma.sql`AND o.status = ${status}`]),
    ...(institution === null ? [] : [Prisma.sql`AND o.institution = ${institution}`]),
    beyond(params),
  ]
  return db.$queryRaw<OrphanRow[]>`
    SELECT o.link_id::text AS "linkId", l.external_id AS "externalId", l.institution, l.status,
      ${institutionName(environmentId, Prisma.sql`l.institution`)}, ${iso("o.created_at")} AS "createdAt",
      o.reason, o.confidence, o.matched_external_id AS "matchedExternalId", o.evidence_link_id::text AS "evidenceLinkId", o.rivals,
      o.state, CASE WHEN d.id IS NOT NULL THEN jsonb_build_object('externalId', d.external_id, 'note', d.note,
        'until', ${iso("d.until")}, 'decidedAt', ${iso("d.decided_at")}, 'memberName', coalesce(m.name, ''),
        'exported', d.export_id IS NOT NULL) END AS decision
    FROM (
      SELECT o.* FROM unnest(${[...reasonsOf(params)]}::text[]) AS r (reason), unnest(${[...statesOf(params)]}::text[]) AS s (state)
      CROSS JOIN LATERAL (
        SELECT o.link_id, o.created_at FROM orphan o
        WHERE o.environment_id = ${environmentId} AND o.reason = r.reason AND o.state = s.state ${Prisma.join(also, " ")}
        ORDER BY o.created_at ${way}, o.link_id ${way} LIMIT ${limit}::integer) AS o
      ORDER BY o.created_at ${way}, o.link_id ${way} LIMIT ${limit}::integer) AS page
    JOIN orphan o ON o.environment_id = ${environmentId} AND o.link_id = page.link_id
    JOIN link l ON l.environment_id = ${environmentId} AND l.id = page.link_id
    LEFT JOIN orphan_decision d ON d.environment_id = ${environmentId} AND d.id = o.decision_id
    LEFT JOIN member m ON m.id = d.decided_by
    ORDER BY page.created_at ${way}, page.link_id ${way}`
}

const iso = (column: string): Prisma.Sql =>
  Prisma.sql`to_char(${Prisma.raw(column)} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

type Cursors = { after: readonly CursorValue[] | null; before: readonly CursorValue[] | null }

/** A mistyped cursor is none. */
function beyond({ after, before }: Cursors): Prisma.Sql {
  const [at, id] = after ?? before ?? []
  if (typeof at !== "string" || !parseInstant(at) || typeof id !== "string" || !isId.test(id)) return Prisma.empty
  const operator = Prisma.raw(after ? "<" : ">")
  return Prisma.sql`AND (o.created_at, o.link_id) ${operator} (${at}::timestamptz, ${id}::uuid)`
}

const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
