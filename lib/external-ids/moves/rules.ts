import { examine } from "@/lib/external-ids/rules"
import type { Finding } from "@/lib/external-ids/schema"
import type { Tracked } from "@/lib/history/rules"

/** `what`: a kind; `none`, links without an external id; `alike`, numbers of one shape. */
export type Count = { what: string; shape: string }
export type CountDelta = Count & { linkId: string; delta: number }

/** What is known of an external id: what is wrong with it, and what it is counted by besides. */
export type Judged = { findings: readonly Finding[]; counts: readonly Count[] }

/** null of a link that has none, undefined of a link that is not there. */
export function judge(externalId: string | null | undefined): Judged {
  if (externalId === undefined) return { findings: [], counts: [] }
  if (externalId === null) return { findings: [], counts: [{ what: "none", shape: "" }] }
  const { findings, shape } = examine(externalId)
  return { findings, counts: shape === null ? [] : [{ what: "alike", shape }] }
}

/** `hadId`: there may be findings of the id it had. */
export type Move = { linkId: string; hadId: boolean; before: Judged; after: Judged }
export type Sighting = { linkId: string; before: Tracked | null; after: Tracked }

/** Nothing where the external id stayed, and the link. */
export function movesBetween({ linkId, before, after }: Sighting): Move[] {
  const [old, now] = [idOf(before), idOf(after)]
  return old === now ? [] : [{ linkId, hadId: typeof old === "string", before: judge(old), after: judge(now) }]
}

/** What a move does to the counts that do not come from findings. */
export const countsMoved = ({ linkId, before, after }: Move): CountDelta[] => [
  ...before.counts.map((count) => ({ linkId, ...count, delta: -1 })),
  ...after.counts.map((count) => ({ linkId, ...count, delta: 1 })),
]

/** One row for each count; those that come out even are left out. */
export function sumCounts(deltas: readonly CountDelta[]): (Count & { delta: number })[] {
  const sums = new Map<string, Count & { delta: number }>()
  for (const { what, shape, delta } of deltas) {
    const key = `${what}\n${shape}`
    sums.set(key, { what, shape, delta: (sums.get(key)?.delta ?? 0) + delta })
  }
  return [...sums.values()].filter(({ delta }) => delta !== 0)
}

const idOf = (tracked: Tracked | null) => (tracked?.present ? tracked.externalId : undefined)
