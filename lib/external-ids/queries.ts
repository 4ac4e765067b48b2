import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import { areMeant } from "@/lib/external-ids/numbers/rules"
import { mask, rulesVersion } from "@/lib/external-ids/rules"
import { type ExternalIdKind, externalIdKinds, type Grade, type OffenderListParams } from "@/lib/external-ids/schema"
import { institutionName } from "@/lib/links/facets/queries"
import { type Page, pageOf } from "@/lib/page"
import { parseInstant } from "@/lib/time"
import { Prisma } from "@/prisma/generated/client"

/** Numbers of one shape: whether they are taken for what some of them fit. */
export type NumberCount = { kind: ExternalIdKind; shape: string; alike: number; fitting: number; meant: boolean }
export type ExternalIdCounts = {
  kinds: readonly { kind: ExternalIdKind; links: number }[]
  /** Links that Belvo shows without an external id. */
  none: number
  numbers: readonly NumberCount[]
  /** Every link has been looked at by the rules as they are now. */
  reviewed: boolean
}

/** How many links have what wrong with their external id; numbers that are taken for counters are not among them. */
export function countOffenders(ctx: Ctx): Promise<ExternalIdCounts> {
  return read(ctx, "links:read", (db) => readCounts(db, ctx.environment.id))
}

async function readCounts(db: ReadDb, environmentId: number): Promise<ExternalIdCounts> {
  const review = await db.externalIdReview.findUnique({ where: { environmentId } })
  const rows = await db.$queryRaw<{ what: string; shape: string; links: number }[]>`
    SELECT what, shape, sum(delta)::integer AS links FROM external_id_count
    WHERE environment_id = ${environmentId} GROUP BY what, shape HAVING sum(delta) <> 0 ORDER BY what, shape`
  const linksOf = (what: string, shape: string) =>
    rows.find((row) => row.what === what && row.shape === shape)?.links ?? 0
  const numbers = externalIdKinds.flatMap((kind) =>
    rows
      .filter(({ what, shape }) => what === kind && shape !== "")
      .map(({ shape, links: fitting }) => {
        const alike = linksOf("alike", shape)
        return { kind, shape, alike, fitting, meant: areMeant({ kind, alike, fitting }) }
      }),
  )
  const ofNumbers = (kind: ExternalIdKind) =>
    numbers.filter((one) => one.kind === kind && one.meant).reduce((sum, { fitting }) => sum + fitting, 0)
  return {
    kinds: externalIdKinds.map((kind) => ({ kind, links: linksOf(kind, "") + ofNumbers(kind) })),
    none: linksOf("none", ""),
    numbers,
    reviewed: review?.rulesVersion === rulesVersion && review.cursor === null,
  }
}

export type OffenderRow = {
  linkId: string
  kind: ExternalIdKind
  grade: Grade
  institution: string
  institutionName: string | null
  status: string
  /** Two characters at each end, and how long the whole is. */
  masked: string
  length: number
  /** ISO 8601 with microseconds, as the cursor needs it. */
  foundAt: string
}

const pageSize = 50

/** One row for each link and each thing that is wrong with its external id, latest first; never the id itself. */
export function listOffenders(ctx: Ctx, params: OffenderListParams): Promise<Page<OffenderRow>> {
  return read(ctx, "links:read", async (db) => {
    const { kinds, numbers } = await readCounts(db, ctx.environment.id)
    const asked = params.kind === "" ? externalIdKinds : [params.kind]
    const count = kinds.filter(({ kind }) => asked.includes(kind)).reduce((sum, { links }) => sum + links, 0)
    const branches = asked.flatMap((kind) => [
      { kind, shape: "" },
      ...numbers.filter((one) => one.kind === kind && one.meant).map(({ shape }) => ({ kind, shape })),
    ])
    const found = await readRows(db, { environmentId: ctx.environment.id, branches, params })
    const keyOf = ({ foundAt, linkId, kind }: OffenderRow) => [foundAt, linkId, kind]
    const page = pageOf(found.map(toRow), { size: pageSize, turned: params, keyOf })
    return { ...page, total: { count, exact: true } }
  })
}

type Found = Omit<OffenderRow, "masked" | "length"> & { externalId: string }
const toRow = ({ externalId, ...row }: Found): OffenderRow => ({
  ...row,
  masked: mask(externalId),
  length: [...externalId].length,
})

type Reading = {
  environmentId: number
  branches: readonly { kind: string; shape: string }[]
  params: OffenderListParams
}

/** The next of each kind and shape, by the index alone; of these the first. */
function readRows(db: ReadDb, { environmentId, branches, params }: Reading): Promise<Found[]> {
  const way = Prisma.raw(params.before ? "ASC" : "DESC")
  const limit = pageSize + 1
  return db.$queryRaw<Found[]>`
    SELECT f.link_id::text AS "linkId", f.kind, f.grade, l.institution, l.status,
      ${institutionName(environmentId, Prisma.sql`l.institution`)}, coalesce(l.external_id, '') AS "externalId",
      to_char(f.found_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "foundAt"
    FROM (
      SELECT f.* FROM unnest(${branches.map(({ kind }) => kind)}::text[], ${branches.map(({ shape }) => shape)}::text[]) AS b (kind, shape)
      CROSS JOIN LATERAL (
        SELECT * FROM external_id_finding f
        WHERE f.environment_id = ${environmentId} AND f.kind = b.kind AND f.shape = b.shape ${beyond(params)}
        ORDER BY f.found_at ${way}, f.link_id ${way} LIMIT ${limit}::integer) AS f
      ORDER BY f.found_at ${way}, f.link_id ${way}, f.kind ${way} LIMIT ${limit}::integer) AS f
    JOIN link l ON l.environment_id = ${environmentId} AND l.id = f.link_id
    ORDER BY f.found_at ${way}, f.link_id ${way}, f.kind ${way}`
}

/** A mistyped cursor is none. */
function beyond({ after, before }: OffenderListParams): Prisma.Sql {
  const [at, id, kind] = after ?? before ?? []
  if (typeof at !== "string" || !parseInstant(at) || typeof id !== "string" || !isId(id)) return Prisma.empty
  const operator = Prisma.raw(after ? "<" : ">")
  return Prisma.sql`AND (f.found_at, f.link_id, f.kind) ${operator} (${at}::timestamptz, ${id}::uuid, ${String(kind)})`
}

const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
