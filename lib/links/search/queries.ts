import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import { institutionName } from "@/lib/links/facets/queries"
import { byRelevance, dashedId, targetOf } from "@/lib/links/search/rules"
import type { SearchAnswer, SearchHit, SearchInput } from "@/lib/links/search/schema"
import { allOf } from "@/lib/links/where/queries"
import { type Condition, idStartsWith, leastOfRandomIds, startsWith } from "@/lib/links/where/rules"
import { Prisma } from "@/prisma/generated/client"

const mostHits = 8

/** The links of which an id is this or begins with it: exact ones first, what needs help before what works. */
export function searchLinks(ctx: Ctx, { q }: SearchInput): Promise<SearchAnswer> {
  return read(ctx, "links:read", async (db) => {
    const found = [
      ...(await find(db, ctx, { q, matched: "externalId", where: startsWith("external_id", q) })),
      ...(await findByRandomIds(db, ctx, q)),
    ]
    const hits = [...new Map(found.toReversed().map((hit) => [hit.id, hit])).values()].toSorted(byRelevance)
    return { hits: hits.slice(0, mostHits), target: targetOf(q, hits) }
  })
}

async function findByRandomIds(db: ReadDb, ctx: Ctx, q: string): Promise<SearchHit[]> {
  if (q.length < leastOfRandomIds) return []
  const byId = idStartsWith(q)
  return [
    ...(byId ? await find(db, ctx, { q, matched: "id", where: byId }) : []),
    ...(await find(db, ctx, { q, matched: "institutionUserId", where: startsWith("institution_user_id", q) })),
  ]
}

type Sought = { q: string; matched: SearchHit["matched"]; where: Condition }

const columns = { id: "id", externalId: "external_id", institutionUserId: "institution_user_id" }
/** In the order of the id what equals it comes before what only begins with it, so that this many hold all that are meant. */
const mostOfOneKind = 25

function find(db: ReadDb, ctx: Ctx, { q, matched, where }: Sought): Promise<SearchHit[]> {
  const column = Prisma.raw(columns[matched])
  const exact = matched === "id" ? Prisma.sql`id::text = ${dashedId(q)}` : Prisma.sql`${column} = ${q}`
  return db.$queryRaw<SearchHit[]>`
    SELECT id, external_id AS "externalId", institution,
      ${institutionName(ctx.environment.id, Prisma.sql`link.institution`)}, status, removed_at IS NOT NULL AS removed,
      ${matched} AS matched, ${exact} AS exact
    FROM link WHERE environment_id = ${ctx.environment.id} AND ${allOf([where])}
    ORDER BY ${column}, id LIMIT ${mostOfOneKind}`
}
