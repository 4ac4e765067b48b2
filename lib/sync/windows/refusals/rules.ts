import { linkStatuses } from "@/lib/belvo/schema"
import { byDay, totalOf } from "@/lib/sync/windows/days/rules"
import { type Cell, halves, mayAsk, type Window } from "@/lib/sync/windows/rules"
import { splitTile } from "@/lib/sync/windows/tiles/rules"
import type { Day } from "@/lib/time"

/**
 * A firewall that refuses so many of a run's questions does not mean single values. Each costs a second request that tells a filter
 * from the door, and sixty within half a minute would be taken for throttling, which holds everybody up.
 */
export const mostRefusals = 25

/** Those that Belvo documents: one that it only gave to a link it may refuse to be asked for. */
export const documentedOf = (statuses: readonly string[]): string[] =>
  statuses.filter((status) => linkStatuses.some((one) => one === status))

/** What the mirror has in a window, and the institutions that there are at all. */
export type Known = { cells: readonly Cell[]; institutions: readonly string[]; today: Day }

/**
 * A window that Belvo's firewall refuses, in smaller parts: two halves of its days, one day by institution, two halves of its
 * institutions. None where it can't be smaller, or can't be asked for without leaving something out.
 */
export function narrow(window: Window, { cells, institutions, today }: Known): Window[] {
  const part = (smaller: Partial<Window>): Window => {
    const narrowed = { ...window, ...smaller }
    return { ...narrowed, expected: totalOf(cells.filter((cell) => isIn(narrowed, cell))) }
  }
  const twoRanges = halves(window, today)
  if (twoRanges) return twoRanges.map(part)
  if (window.institutions === null) {
    return byInstitution(window, { cells: cells.filter((cell) => isIn(window, cell)), institutions, today })
  }
  if (window.institutions.length < 2) return []
  const middle = Math.ceil(window.institutions.length / 2)
  const twoLists = [window.institutions.slice(0, middle), window.institutions.slice(middle)]
  return twoLists.map((names) => part({ institutions: names }))
}

const isIn = ({ from, before, institutions }: Window, { day, institution }: Cell): boolean =>
  (from === null || day >= from) && (before === null || day < before) && (institutions?.includes(institution) ?? true)

/** Those that the mirror has no link of, too: nothing counts what is left out here. */
function byInstitution(window: Window, { cells, institutions, today }: Known): Window[] {
  const known = new Set(cells.map(({ institution }) => institution))
  const day = window.from ?? today
  const others = institutions.filter((name) => !known.has(name)).map((institution) => ({ day, institution, links: 0 }))
  const all = [...cells, ...others]
  return all.every(({ institution }) => mayAsk(institution)) ? splitTile(window, byDay(all)) : []
}
