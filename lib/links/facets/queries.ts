import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import type { LinkFacets } from "@/lib/links/facets/schema"
import { listOccurring } from "@/lib/links/list/queries"

/** What occurs among the links here, for choosing a filter; institutions by the name that people know. */
export function listFacets(ctx: Ctx): Promise<LinkFacets> {
  return read(ctx, "links:read", async (db) => {
    const { kinds, places } = await listOccurring(db, ctx.environment.id)
    const known = await db.institution.findMany({
      where: { environmentId: ctx.environment.id, name: { in: places.map((place) => place.institution) } },
      select: { name: true, displayName: true },
    })
    const names = new Map(known.map(({ name, displayName }) => [name, displayName]))
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

const distinct = <Value>(values: readonly Value[]): Value[] => [...new Set(values)]
