import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import type { LinkFacets } from "@/lib/links/facets/schema"
import { listOccurring } from "@/lib/links/list/queries"
import { Prisma } from "@/prisma/generated/client"

/** What occurs among the links here, for choosing a filter; institutions by the name that people know. */
export function listFacets(ctx: Ctx): Promise<LinkFacets> {
  return read(ctx, "links:read", async (db) => {
    const { kinds, places } = await listOccurring(db, ctx.environment.id)
    const names = await getInstitutionNames(
      db,
      ctx,
      places.map((place) => place.institution),
    )
    const institutions = places.map(({ institution, ...place }) => ({
      name: institution,
      displayName: names.get(institution) ?? institution,
      ...place,
    }))
    return {
      institutions: institutions.toSorted((a, b) => a.displayName.localeCompare(b.displayName)),
      statuses: distinct(kinds.map((kind) => kind.status)),
      accessModes: distinct(kinds.map((kind) => kind.accessMode)),
      refreshRates: distinct(kinds.map((kind) => kind.refreshRate)),
    }
  })
}

/** The names that people know of these institutions, by Belvo's; an institution that nobody has read of is missing. */
export async function getInstitutionNames(
  db: ReadDb,
  { environment }: Ctx,
  institutions: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const known = await db.institution.findMany({
    where: { environmentId: environment.id, name: { in: [...new Set(institutions)] } },
    select: { name: true, displayName: true },
  })
  return new Map(known.map(({ name, displayName }) => [name, displayName]))
}

/** For a select: the name that people know of the institution which a column names, as `institutionName`; null where nobody has read of it. */
export const institutionName = (environmentId: number, column: Prisma.Sql): Prisma.Sql => Prisma.sql`(
  SELECT known.display_name FROM institution known
  WHERE known.environment_id = ${environmentId} AND known.name = ${column}) AS "institutionName"`

const distinct = <Value>(values: readonly Value[]): Value[] => [...new Set(values)]
