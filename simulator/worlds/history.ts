import { day, startOfDate, toDate } from "@/simulator/time"
import { type LinkStatus, linkStatuses } from "@/simulator/wire"
import type { WorldRows } from "@/simulator/worlds/world-rows"

/** What happened to a row, in the order in which it happened. Kept as columns: a million links have some 200,000 of these. */
export interface HistoryEvents {
  readonly count: number
  at(index: number): number
  row(index: number): number
  kind(index: number): HistoryKind
}

export type HistoryKind = "created" | "removed" | LinkStatus
export const historyKinds: readonly HistoryKind[] = [...linkStatuses, "created", "removed"]

export interface Change {
  at: Date
  kind: HistoryKind
  linkId: string
}

export interface PlayedDay {
  date: string
  /** The last moment of the day, or the world's present. */
  end: Date
  changeCount: number
  /** What happened, in its order; read it before the next day is played. */
  changes(): Generator<Change>
}

export interface History {
  /** Every day of it, oldest first. */
  readonly days: readonly string[]
  readonly events: HistoryEvents
  /** The world's present, in microseconds. */
  readonly present: number
}

export const emptyHistory: History = {
  days: [],
  events: { count: 0, at: () => 0, row: () => 0, kind: () => "valid" },
  present: 0,
}

/** Applies the events from `first` on that belong to this day. Returns the day and the first event after it. */
export function playEvents(history: History, rows: WorldRows, date: string, first: number): [PlayedDay, number] {
  const { events, present } = history
  const end = Math.min((startOfDate(date) ?? 0) + day - 1, present)
  let next = first
  while (next < events.count && events.at(next) <= end) {
    applyEvent(events, rows, next)
    next++
  }
  rows.clock = end
  const played: PlayedDay = {
    date,
    end: toDate(end),
    changeCount: next - first,
    *changes() {
      for (let index = first; index < next; index++) {
        yield { at: toDate(events.at(index)), kind: events.kind(index), linkId: rows.table.idOf(events.row(index)) }
      }
    },
  }
  return [played, next]
}

function applyEvent(events: HistoryEvents, rows: WorldRows, index: number): void {
  const row = events.row(index)
  const kind = events.kind(index)
  if (kind === "created") rows.revive(row)
  else if (kind === "removed") rows.remove(row)
  else rows.changeStatus(row, kind, events.at(index))
  if (kind === "valid") rows.access(row, events.at(index))
}
