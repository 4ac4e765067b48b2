import { institutionName } from "@/lib/belvo/patterns"
import { byDay, type DayCells, quietDays, totalOf } from "@/lib/sync/windows/days/rules"
import { pagesFor, windowLinks } from "@/lib/sync/windows/pages/rules"
import { splitRange } from "@/lib/sync/windows/tiles/rules"
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

/** A range is split by institution over several days, so that one count stands for many windows. */
const splitLinks = 30_000
/** As full as this a window need not be bettered. */
const wellFilled = 0.9 * windowLinks

/** Requests that a plan takes while nothing moves. */
export function requestsFor(windows: readonly Window[]): number {
  const groups = new Set(windows.flatMap(({ group, institutions }) => (institutions ? [group] : [])))
  return groups.size + windows.reduce((sum, { expected }) => sum + pagesFor(expected ?? 0), 0)
}

/** Whether Belvo takes the name of this institution as a filter. */
export const mayAsk = (name: string): boolean => institutionName.safeParse(name).success

/** From this day on links are still created, so that a count never holds still; from an earlier one they can only go. */
export const recentFrom = (today: Day): Day => addDays(today, -1)

/**
 * All links there can be, in windows of one page where possible. Quiet days go together; busy ones are split by institution,
 * many days at once; recent ones stay apart.
 * @param cells of the mirror, in any order
 */
export function planWindows(cells: readonly Cell[], today: Day): Window[] {
  const days = byDay(cells)
  const recent = recentFrom(today)
  const past = days.filter(({ day }) => day < recent)
  const latest = days.slice(past.length)
  const isOnePart = past.length === 0 || latest.length === 0
  const parts: Span[] = isOnePart
    ? [{ from: null, before: null, days }]
    : [
        { from: null, before: recent, days: past },
        { from: recent, before: null, days: latest },
      ]
  const windows: Window[] = []
  for (const part of parts) windows.push(...cover(part, (windows.at(-1)?.group ?? -1) + 1))
  return windows
}

type Span = { from: Day | null; before: Day | null; days: readonly DayCells[] }

/** The days of a span, one range after the other, each as whatever asks less for a link. */
function cover({ days, ...ends }: Span, firstGroup: number): Window[] {
  const windows: Window[] = []
  let from = ends.from
  let at = 0
  let group = firstGroup
  do {
    const quiet = quietDays(days, at)
    const busy = needsSplit(days, quiet) ? splitDays({ days, group, from, before: ends.before }, at) : null
    const until = (busy ?? quiet).until
    const before = days[until]?.day ?? ends.before
    if (busy) windows.push(...busy.windows)
    else windows.push({ group, from, before, institutions: null, expected: totalOf(days.slice(at, until)) })
    from = before
    at = until
    group++
  } while (at < days.length)
  return windows
}

function needsSplit(days: readonly DayCells[], { until, links }: { until: number; links: number }): boolean {
  const isLast = until >= days.length
  return links > windowLinks || (links < wellFilled && !isLast)
}

/** As many days from `at` on as one range takes, where splitting them asks less for a link than taking them as they come. */
function splitDays(
  { days, ...range }: Span & { group: number },
  at: number,
): { until: number; windows: Window[] } | null {
  let until = at
  let links = 0
  for (let day = days[until]; day && (until === at || links + day.links <= splitLinks); day = days[++until]) {
    if (!day.cells.every(({ institution }) => mayAsk(institution))) break
    links += day.links
  }
  if (until === at) return null
  const taken = days.slice(at, until)
  const windows = splitRange({ ...range, before: days[until]?.day ?? range.before }, taken)
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
  return requestsFor(windows) <= most ? { until, windows } : null
}

/** Belvo is younger than this. */
const firstDay: Day = "2019-01-01"

/** The halves of a range that is too full, or null where it is one day. Its open ends are taken for Belvo's first day and today. */
export function halves({ from, before }: Pick<Window, "from" | "before">, today: Day) {
  const last = addDays(today, 1)
  const start = from ?? (before !== null && before <= firstDay ? null : firstDay)
  const end = before ?? (from !== null && from >= last ? null : last)
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
