import { byDay, type DayCells, quietDays, totalOf } from "@/lib/sync/windows/days/rules"
import { pagesFor, windowLinks } from "@/lib/sync/windows/pages/rules"
import type { Window } from "@/lib/sync/windows/rules"

/** So many links are tried in one tile of a range. */
const tileLinks = 8_000
/** Names stand in the address of a request. */
const mostNames = 40

export type Range = Pick<Window, "group" | "from" | "before">

/** The range in tiles of days, each by institution: large ones alone and by their days, the others together. */
export function splitRange(range: Range, days: readonly DayCells[]): Window[] {
  const windows: Window[] = []
  let from = range.from
  for (let at = 0; at < days.length; ) {
    const until = bestTile(days, at)
    const before = days[until]?.day ?? range.before
    windows.push(...splitTile({ group: range.group, from, before }, days.slice(at, until)))
    from = before
    at = until
  }
  return windows
}

/** Where the tile from `at` on ends that asks least for a link. */
function bestTile(days: readonly DayCells[], at: number): number {
  let best = { until: at + 1, perLink: Number.POSITIVE_INFINITY }
  let links = 0
  for (let until = at + 1; until <= days.length && (links < tileLinks || until === at + 1); until++) {
    links += days[until - 1]?.links ?? 0
    const tile = splitTile({ group: 0, from: null, before: null }, days.slice(at, until))
    const perLink = tile.reduce((sum, { expected }) => sum + pagesFor(expected ?? 0), 0) / links
    if (perLink <= best.perLink) best = { until, perLink }
  }
  return best.until
}

/** The range by institution, whatever its days. */
export function splitTile(range: Range, days: readonly DayCells[]): Window[] {
  const cells = days.flatMap((day) => day.cells)
  const institutions = [...Map.groupBy(cells, ({ institution }) => institution)].map(([name, of]) => ({
    name,
    cells: of,
    links: totalOf(of),
  }))
  const large = institutions.filter(({ links }) => links > windowLinks)
  const small = institutions.filter(({ links }) => links <= windowLinks)
  return [
    ...large.flatMap(({ name, cells: own }) => alone(range, name, byDay(own))),
    ...packed(small).map(({ names, links }) => ({ ...range, institutions: names.toSorted(), expected: links })),
  ]
}

/** One institution, day after day. */
function alone(range: Range, name: string, days: readonly DayCells[]): Window[] {
  const windows: Window[] = []
  let from = range.from
  for (let at = 0; at < days.length; ) {
    const { until, links } = quietDays(days, at)
    const before = days[until]?.day ?? range.before
    windows.push({ group: range.group, from, before, institutions: [name], expected: links })
    from = before
    at = until
  }
  return windows
}

type Bin = { names: string[]; links: number }

/** The largest first, each into the fullest window that still has room. */
function packed(institutions: readonly { name: string; links: number }[]): Bin[] {
  const bins: Bin[] = []
  for (const { name, links } of institutions.toSorted((a, b) => b.links - a.links || (a.name < b.name ? -1 : 1))) {
    const fitting = bins.filter((bin) => bin.links + links <= windowLinks && bin.names.length < mostNames)
    const fullest = fitting.reduce<Bin | null>((best, bin) => (best && best.links >= bin.links ? best : bin), null)
    if (fullest) {
      fullest.names.push(name)
      fullest.links += links
    } else bins.push({ names: [name], links })
  }
  return bins
}
