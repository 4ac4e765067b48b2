import type { EventKind } from "@/lib/history/schema"
import type { Day } from "@/lib/time"

/** What is followed of a link from sight to sight; `present` false is one that is gone from Belvo. */
export type Tracked = {
  institution: string
  accessMode: string | null
  status: string
  refreshRate: string | null
  externalId: string | null
  credentialsStorage: string | null
  /** Of whom, at this institution; history tells nothing of it. */
  institutionUserId: string | null
  present: boolean
}
export type Change = { kind: EventKind; before: string | null; after: string | null }
export type CountDelta = { day: Day; institution: string; accessMode: string; status: string; delta: number }
export type Move = { day: Day; before: Tracked | null; after: Tracked }

const followed = [
  ["status", "status"],
  ["access_mode", "accessMode"],
  ["refresh_rate", "refreshRate"],
  ["external_id", "externalId"],
  ["storage", "credentialsStorage"],
] as const satisfies readonly (readonly [EventKind, keyof Tracked])[]

/** The events between two sights of a link; `before` null is the first sight. Coming and going carry the status. */
export function changesBetween(before: Tracked | null, after: Tracked): Change[] {
  if (!before) return after.present ? [{ kind: "appeared", before: null, after: after.status }] : []
  if (!after.present) return before.present ? [{ kind: "removed", before: before.status, after: null }] : []
  const returned: Change[] = before.present ? [] : [{ kind: "returned", before: null, after: after.status }]
  const changed = followed.filter(([, name]) => before[name] !== after[name])
  return [...returned, ...changed.map(([kind, name]) => ({ kind, before: before[name], after: after[name] }))]
}

/** What many moves do to the number of links in each cell of a day, one row a cell; cells that come out even are left out. */
export function countDeltas(moves: readonly Move[]): CountDelta[] {
  const cells = new Map<string, CountDelta>()
  for (const { day, before, after } of moves) {
    if (before?.present) add(cells, { ...cellOf(before), day, delta: -1 })
    if (after.present) add(cells, { ...cellOf(after), day, delta: 1 })
  }
  return [...cells.values()].filter(({ delta }) => delta !== 0)
}

const cellOf = ({ institution, accessMode, status }: Tracked) => ({ institution, accessMode: accessMode ?? "", status })

function add(cells: Map<string, CountDelta>, one: CountDelta): void {
  const key = JSON.stringify([one.day, one.institution, one.accessMode, one.status])
  cells.set(key, { ...one, delta: (cells.get(key)?.delta ?? 0) + one.delta })
}
