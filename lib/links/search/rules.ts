import { severityOf } from "@/lib/links/rules"
import { linkListParams } from "@/lib/links/schema"
import type { SearchHit, SearchTarget } from "@/lib/links/search/schema"

/**
 * The one link whose id this is, or the list of a customer's several, the worst status first. Null where no id is exactly this:
 * what only begins so may be somebody else's and is for a person to choose.
 */
export function targetOf(q: string, hits: readonly SearchHit[]): SearchTarget | null {
  const exact = hits.find((hit) => hit.exact)
  if (!exact) return null
  const meant = hits.filter((hit) => hit.exact && hit.matched === exact.matched)
  const present = meant.filter((hit) => !hit.removed)
  const [first, ...others] = present.length > 0 ? present : meant
  if (!first) return null
  if (others.length === 0) return { kind: "link", id: first.id }
  const filter = exact.matched === "id" ? { q } : { [exact.matched]: [q] }
  const presence = present.length > 0 ? "present" : "all"
  const sort = { key: "status", descending: false } as const
  return { kind: "list", query: linkListParams.query(linkListParams.parse({}), { ...filter, presence, sort }) }
}

/** What was meant before what might be, and of that the worst status first; what is there before what was. */
export function byRelevance(a: SearchHit, b: SearchHit): number {
  const rank = (hit: SearchHit) => [hit.exact ? 0 : 1, hit.removed ? 1 : 0, hit.exact ? severityOf(hit.status) : 0]
  const others = rank(b)
  const difference = rank(a).reduce((found, one, index) => found || one - (others[index] ?? 0), 0)
  return difference || (a.externalId ?? "").localeCompare(b.externalId ?? "") || a.id.localeCompare(b.id)
}

/** A link id as it is written, whether it was pasted with its dashes or without. */
export const dashedId = (q: string): string =>
  q
    .toLowerCase()
    .replace(/^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/, "$1-$2-$3-$4-$5")
