import { examine } from "@/lib/external-ids/rules"
import type { Tracked } from "@/lib/history/rules"

/** An external id before and after: null of a link that has none, undefined of a link that is not there. */
export type Move = { linkId: string; before: string | null | undefined; after: string | null | undefined }

/** `what`: a kind, `none` or `alike`. */
export type CountDelta = { linkId: string; what: string; shape: string; delta: number }

/** Nothing where the external id stayed, and the link. */
export function movesBetween(sighting: { linkId: string; before: Tracked | null; after: Tracked }): Move[] {
  const [before, after] = [idOf(sighting.before), idOf(sighting.after)]
  return before === after ? [] : [{ linkId: sighting.linkId, before, after }]
}

/** What a move does to the number of links without an external id, and of numbers of each shape. */
export const shapesOf = ({ linkId, before, after }: Move): CountDelta[] => [
  ...shapeOf(before).map((one) => ({ linkId, ...one, delta: -1 })),
  ...shapeOf(after).map((one) => ({ linkId, ...one, delta: 1 })),
]

/** One row for each count; those that come out even are left out. */
export function sumCounts(deltas: readonly CountDelta[]): Omit<CountDelta, "linkId">[] {
  const sums = new Map<string, Omit<CountDelta, "linkId">>()
  for (const { what, shape, delta } of deltas) {
    const key = `${what}\n${shape}`
    sums.set(key, { what, shape, delta: (sums.get(key)?.delta ?? 0) + delta })
  }
  return [...sums.values()].filter(({ delta }) => delta !== 0)
}

const idOf = (tracked: Tracked | null) => (tracked?.present ? tracked.externalId : undefined)

function shapeOf(externalId: string | null | undefined): { what: string; shape: string }[] {
  if (externalId === undefined) return []
  if (externalId === null) return [{ what: "none", shape: "" }]
  const { shape } = examine(externalId)
  return shape === null ? [] : [{ what: "alike", shape }]
}
