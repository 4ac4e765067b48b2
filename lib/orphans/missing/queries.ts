import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import { institutionName } from "@/lib/links/facets/queries"
import { type MissingKind, type MissingListParams, missingKinds } from "@/lib/orphans/schema"
import { type CursorValue, countedTo, type Page, pageOf, type Total, toTotal } from "@/lib/page"
import { parseInstant } from "@/lib/time"
import { Prisma } from "@/prisma/generated/client"

export type MissingRow = {
  linkId: string
  kind: MissingKind
  /** The first of the users who know it. */
  externalId: string | null
  institution: string | null
  institutionName: string | null
  removedAt: Date | null
  /** ISO 8601 with microseconds, as the cursor needs it. */
  foundAt: string
}

const pageSize = 50

/** Link ids that the directory knows and Belvo has not, the latest found first. */
export function listMissing(ctx: Ctx, params: MissingListParams): Promise<Page<MissingRow>> {
  return read(ctx, "links:read", async (db) => {
    const found = await readRows(db, ctx.environment.id, params)
    const keyOf = ({ foundAt, linkId }: MissingRow) => [foundAt, linkId]
    const page = pageOf(found, { size: pageSize, turned: params, keyOf })
    return { ...page, total: await countMissing(db, ctx.environment.id, params.kind) }
  })
}

async function countMissing(db: ReadDb, environmentId: number, kind: MissingListParams["kind"]): Promise<Total> {
  const counted = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM (
      SELECT FROM missing_link WHERE environment_id = ${environmentId} AND kind = ANY (${kindsOf(kind)}::text[])
      LIMIT ${countedTo + 1}::integer) AS m`
  return toTotal(counted)
}

const kindsOf = (kind: MissingListParams["kind"]): string[] => (kind === "" ? [...missingKinds] : [kind])

function readRows(db: ReadDb, environmentId: number, params: MissingListParams): Promise<MissingRow[]> {
  const way = Prisma.raw(params.before ? "ASC" : "DESC")
  const limit = pageSize + 1
  return db.$queryRaw<MissingRow[]>`
    SELECT m.link_id::text AS "linkId", m.kind, u.external_id AS "externalId", l.institution,
      ${institutionName(environmentId, Prisma.sql`l.institution`)}, l.removed_at AS "removedAt",
      to_char(m.found_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "foundAt"
    FROM (
      SELECT m.* FROM unnest(${kindsOf(params.kind)}::text[]) AS k (kind)
      CROSS JOIN LATERAL (
        SELECT * FROM missing_link m WHERE m.environment_id = ${environmentId} AND m.kind = k.kind ${beyond(params)}
        ORDER BY m.found_at ${way}, m.link_id ${way} LIMIT ${limit}::integer) AS m
      ORDER BY m.found_at ${way}, m.link_id ${way} LIMIT ${limit}::integer) AS m
    LEFT JOIN link l ON l.environment_id = ${environmentId} AND l.id = m.link_id
    LEFT JOIN LATERAL (
      SELECT e.external_id FROM directory_entry e
      WHERE e.environment_id = ${environmentId} AND e.link_id = m.link_id AND e.removed_by IS NULL
      ORDER BY e.external_id LIMIT 1) AS u ON true
    ORDER BY m.found_at ${way}, m.link_id ${way}`
}

/** A mistyped cursor is none. */
function beyond({ after, before }: { after: readonly CursorValue[] | null; before: readonly CursorValue[] | null }) {
  const [at, id] = after ?? before ?? []
  if (typeof at !== "string" || !parseInstant(at) || typeof id !== "string" || !isId.test(id)) return Prisma.empty
  const operator = Prisma.raw(after ? "<" : ">")
  return Prisma.sql`AND (m.found_at, m.link_id) ${operator} (${at}::timestamptz, ${id}::uuid)`
}

const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
