import { pagesFor } from "@/lib/sync/windows/pages/rules"
import type { Window } from "@/lib/sync/windows/rules"

/** What a slice took, and where the next one begins. */
export type Slice = { windows: readonly Window[]; cursor: string | null }

/**
 * The next windows in their order, for at most so many requests but at least one window, beginning after `cursor` and
 * going round: no window is taken twice in one slice, and none is left out for longer than one round.
 */
export function nextSlice(windows: readonly Window[], cursor: string | null, requests: number): Slice {
  const sorted = windows.map((window) => ({ window, key: keyOf(window) })).toSorted((a, b) => compare(a.key, b.key))
  const after = cursor === null ? 0 : sorted.findIndex(({ key }) => key > cursor)
  const start = after === -1 ? 0 : after
  const round = [...sorted.slice(start), ...sorted.slice(0, start)]
  let cost = 0
  const taken = round.filter(({ window }, index) => {
    cost += pagesFor(window.expected ?? 0)
    return index === 0 || cost <= requests
  })
  return { windows: taken.map(({ window }) => window), cursor: taken.at(-1)?.key ?? null }
}

/** The beginning of a range, and its first institution, tell windows apart even where the plan has changed a little. */
const keyOf = ({ from, institutions }: Window): string => `${from ?? ""} ${institutions?.[0] ?? ""}`
const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1)

/** Where the slices of one delta sweep ended, as its run keeps them. */
export type Cursors = { fresh: string | null; broken: string | null; rest: string | null }

export const toCursor = (cursors: Cursors): string => JSON.stringify(cursors)

/** What is not a cursor begins anew. */
export function readCursor(text: string | null): Cursors {
  const begin = { fresh: null, broken: null, rest: null }
  if (text === null) return begin
  const parsed: Partial<Record<keyof Cursors, unknown>> = JSON.parse(text)
  const one = (value: unknown) => (typeof value === "string" ? value : null)
  return { fresh: one(parsed.fresh), broken: one(parsed.broken), rest: one(parsed.rest) }
}
