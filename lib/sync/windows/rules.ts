import { addDays, type Day, daysBetween } from "@/lib/time"

/** How many links of an institution were created on a day. */
export type Cell = { day: Day; institution: string; links: number }

/**
 * Links created from `from` on and before `before`, each open where it is null, at these institutions, or at all of them.
 * `group` numbers the ranges, which touch each other and together have no end: the parts of one share its number.
 */
export type Window = {
  group: number
  from: Day | null
  before: Day | null
  institutions: readonly string[] | null
  /** How many links the mirror knows of it; null where nobody has counted. */
  expected: number | null
}

/** Belvo's largest page is 1,000; the rest is room for what the mirror does not know yet. */
export const windowLinks = 950
/** More than this is not paged through where it can be halved: the longer a reading, the less it holds still. */
export const mostPagedLinks = 20_000
/** A range is split by institution over several days, so that one count stands for many windows. */
const splitLinks = 30_000
/** So many links are tried in one tile of it. */
const tileLinks = 8_000
/** Names stand in the address of a request. */
const mostNames = 40
const leastPageSize = 500
/** As full as this a window need not be bettered. */
const wellFilled = 0.9 * windowLinks

/** Each page is one shorter than the page before, so that it repeats the end of it: a link that slips is still seen. */
export const pageSizeOf = (page: number): number => Math.max(1_001 - page, leastPageSize)

/** How many pages so many links take. */
export function pagesFor(links: number): number {
  let pages = 1
  while (pages * pageSizeOf(pages) < links) pages++
  return pages
}

/** Requests that a plan takes while nothing moves. */
export function requestsFor(windows: readonly Window[]): number {
  const groups = new Set(windows.flatMap(({ group, institutions }) => (institutions ? [group] : [])))
  return groups.size + windows.reduce((sum, { expected }) => sum + pagesFor(expected ?? 0), 0)
}

type Names = { mayAsk: (institution: string) => boolean }
type Span = { from: Day | null; before: Day | null; days: readonly DayCells[] }
type DayCells = { day: Day; cells: readonly Cell[]; links: number }

/**
 * All links there can be, in windows of one page where possible. Quiet days go together; busy ones are split by institution,
 * many days at once; what is new since the day before `today` stays apart, since there the count never holds still.
 * @param cells of the mirror, in any order
 * @param mayAsk whether Belvo takes the name of this institution as a filter
 */
export function planWindows(cells: readonly Cell[], { today, mayAsk }: { today: Day } & Names): Window[] {
  const days = byDay(cells)
  const recent = addDays(today, -1)
  const past = days.filter(({ day }) => day < recent)
  const latest = days.filter(({ day }) => day >= recent)
  const boundary = past.length > 0 && latest.length > 0 ? recent : null
  const older = cover({ from: null, before: boundary, days: past }, { mayAsk }, 0)
  if (latest.length === 0 || past.length === 0) {
    return past.length > 0 ? older : cover({ from: null, before: null, days: latest }, { mayAsk }, 0)
  }
  const newer = cover({ from: boundary, before: null, days: latest }, { mayAsk }, (older.at(-1)?.group ?? -1) + 1)
  return [...older, ...newer]
}

/** The halves of a range that is too full, or null where it is one day. The open ends of all time are taken as `outer`. */
export function halves({ from, before }: Pick<Window, "from" | "before">, outer: { from: Day; before: Day }) {
  const start = from ?? (before !== null && before <= outer.from ? null : outer.from)
  const end = before ?? (from !== null && from >= outer.before ? null : outer.before)
  if (start === null || end === null) return null
  const length = daysBetween(start, end)
  if (length < 2 && from !== null && before !== null) return null
  const middle = addDays(start, Math.max(0, Math.floor(length / 2)))
  if (middle === from || middle === before) return null
  return [
    { from, before: middle },
    { from: middle, before },
  ] as const
}

function byDay(cells: readonly Cell[]): DayCells[] {
  const days = Map.groupBy(cells, ({ day }) => day)
  return [...days]
    .map(([day, of]) => ({ day, cells: of, links: total(of) }))
    .toSorted((a, b) => (a.day < b.day ? -1 : 1))
}

/** The days of a span, one range after the other, each as whatever asks less for a link. */
function cover(span: Span, names: Names, firstGroup: number): Window[] {
  const { days } = span
  const windows: Window[] = []
  let from = span.from
  let at = 0
  let group = firstGroup
  do {
    const quiet = quietDays(days, at)
    const busy = needsSplit(days, quiet) ? splitDays(days, at, names) : null
    const until = (busy ?? quiet).until
    const before = days[until]?.day ?? span.before
    const range = { group, from, before }
    const taken = days.slice(at, until)
    if (busy) windows.push(...splitRange(range, taken))
    else windows.push({ ...range, institutions: null, expected: taken.reduce((sum, { links }) => sum + links, 0) })
    from = before
    at = until
    group++
  } while (at < days.length)
  return windows
}

/** Days from `at` on that fit into one window together; one that does not fit alone is taken alone. */
function quietDays(days: readonly DayCells[], at: number): { until: number; links: number } {
  let until = at
  let links = 0
  for (let day = days[until]; day && (until === at || links + day.links <= windowLinks); day = days[++until]) {
    links += day.links
  }
  return { until, links }
}

function needsSplit(days: readonly DayCells[], { until, links }: { until: number; links: number }): boolean {
  const isLast = until >= days.length
  return links > windowLinks || (links < wellFilled && !isLast)
}

/** As many days as one range takes, where splitting them asks less for a link than taking them as they come. */
function splitDays(days: readonly DayCells[], at: number, { mayAsk }: Names): { until: number } | null {
  let until = at
  let links = 0
  for (let day = days[until]; day && (until === at || links + day.links <= splitLinks); day = days[++until]) {
    if (!day.cells.every(({ institution }) => mayAsk(institution))) break
    links += day.links
  }
  if (until === at) return null
  const taken = days.slice(at, until)
  const split = requestsFor(splitRange({ group: 0, from: null, before: null }, taken))
  let asTheyCome = 0
  let isPaged = false
  for (let day = 0; day < taken.length; asTheyCome++) {
    const quiet = quietDays(taken, day)
    asTheyCome += pagesFor(quiet.links) - 1
    isPaged ||= quiet.links > windowLinks
    day = quiet.until
  }
  // A page for itself can't slip as pages of one list can, and is worth a few requests.
  const most = isPaged ? Math.max(asTheyCome + 3, 1.1 * asTheyCome) : asTheyCome - 1
  return split <= most ? { until } : null
}

type Range = Pick<Window, "group" | "from" | "before">

/** The range in tiles of days, each by institution: large ones alone and by their days, the others together. */
function splitRange(range: Range, days: readonly DayCells[]): Window[] {
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

function splitTile(range: Range, days: readonly DayCells[]): Window[] {
  const cells = days.flatMap((day) => day.cells)
  const institutions = [...Map.groupBy(cells, ({ institution }) => institution)].map(([name, of]) => ({
    name,
    cells: of,
    links: total(of),
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

const total = (cells: readonly Cell[]): number => cells.reduce((sum, { links }) => sum + links, 0)
