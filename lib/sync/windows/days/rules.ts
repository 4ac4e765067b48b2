import { windowLinks } from "@/lib/sync/windows/pages/rules"
import type { Cell } from "@/lib/sync/windows/rules"
import type { Day } from "@/lib/time"

/** What the mirror has of one day. */
export type DayCells = { day: Day; cells: readonly Cell[]; links: number }

/** The earliest first. */
export function byDay(cells: readonly Cell[]): DayCells[] {
  const days = Map.groupBy(cells, ({ day }) => day)
  return [...days]
    .map(([day, of]) => ({ day, cells: of, links: totalOf(of) }))
    .toSorted((a, b) => (a.day < b.day ? -1 : 1))
}

export const totalOf = (parts: readonly { links: number }[]): number => parts.reduce((sum, { links }) => sum + links, 0)

/** Days from `at` on that fit into one window together; one that does not fit alone is taken alone. */
export function quietDays(days: readonly DayCells[], at: number): { until: number; links: number } {
  let until = at
  let links = 0
  for (let day = days[until]; day && (until === at || links + day.links <= windowLinks); day = days[++until]) {
    links += day.links
  }
  return { until, links }
}
