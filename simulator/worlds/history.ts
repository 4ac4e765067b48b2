import { day, startOfDate } from "../time"
import { type LinkStatus, linkStatuses } from "../wire"
import type { WorldRows } from "./world-rows"

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
  changes: Change[]
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
  const end = Math.min((startOfDate(date) ?? 0) + day - 1, history.present)
  const changes: Change[] = []
  let index = first
  for (; index < history.events.count && history.events.at(index) <= end; index++) {
    const change = applyEvent(history.events, rows, index)
    if (change) changes.push(change)
  }
  rows.clock = end
  return [{ date, end: new Date(Math.floor(end / 1000)), changes }, index]
}

function applyEvent(events: HistoryEvents, rows: WorldRows, index: number): Change | null {
  const row = events.row(index)
  const kind = events.kind(index)
  const at = events.at(index)
  if (kind === "created") rows.revive(row)
  else if (!rows.table.isAlive(row)) return null
  else if (kind === "removed") rows.remove(row)
  else rows.changeStatus(row, kind, at)
  return { at: new Date(Math.floor(at / 1000)), kind, linkId: rows.table.idOf(row) }
}
