import type { LinkTable } from "@/simulator/store/link-table"
import type { LinkStatus, WireLink } from "@/simulator/wire"
import { emptyHistory, type History, type PlayedDay, playEvents } from "@/simulator/worlds/history"
import { appendDraft, type LinkDraft } from "@/simulator/worlds/link-draft"
import type { OperatorUser } from "@/simulator/worlds/operator-users"
import { createWorldRows, type WorldRows } from "@/simulator/worlds/world-rows"

/** Everything Belvo would know. */
export interface World {
  readonly name: string
  readonly seed: number
  readonly rows: WorldRows
  /** How many links there are now. */
  readonly size: number
  addLink(draft?: LinkDraft): WireLink
  getLink(id: string): WireLink | null
  setStatus(id: string, status: LinkStatus): WireLink
  removeLink(id: string): void
  /** Newest first, as Belvo lists them. */
  eachLink(): Generator<WireLink>
  /** Users as the operator's own database has them: a link that is not here is an orphan. */
  operatorUsers(): Iterable<OperatorUser>
  /** The days of its history that are still to be played, oldest first, as `YYYY-MM-DD`. */
  readonly daysToPlay: readonly string[]
  /** Plays one day, which must be the next; the last one ends at the world's present. */
  playDay(date: string): PlayedDay
}

export interface WorldParts {
  name: string
  table: LinkTable
  clock: number
  history?: History
  operatorUsers?: (rows: WorldRows) => Iterable<OperatorUser>
}

export function buildWorld({ name, table, clock, history = emptyHistory, operatorUsers }: WorldParts): World {
  const rows = createWorldRows(table, clock)
  let daysPlayed = 0
  let eventsPlayed = 0

  const rowOf = (id: string): number => {
    const row = rows.find(id)
    if (row === null) throw new Error(`World ${name} has no link ${id}`)
    return row
  }
  return {
    name,
    seed: table.seed,
    rows,
    get size() {
      return table.order.size
    },
    addLink: (draft = {}) => rows.wire(appendDraft(table, draft, rows.clock)),
    getLink(id) {
      const row = rows.find(id)
      return row === null ? null : rows.wire(row)
    },
    setStatus(id, status) {
      rows.changeStatus(rowOf(id), status, rows.clock)
      if (status === "valid") rows.access(rowOf(id), rows.clock)
      return rows.wire(rowOf(id))
    },
    removeLink: (id) => rows.remove(rowOf(id)),
    *eachLink() {
      for (let position = table.order.size - 1; position >= 0; position--) yield rows.wire(table.order.rowAt(position))
    },
    operatorUsers: () => operatorUsers?.(rows) ?? [],
    get daysToPlay() {
      return history.days.slice(daysPlayed)
    },
    playDay(date) {
      const next = history.days[daysPlayed]
      if (next !== date) throw new Error(`The next day of world ${name} is ${next ?? "over"}, not ${date}`)
      const [played, firstAfter] = playEvents(history, rows, date, eventsPlayed)
      daysPlayed++
      eventsPlayed = firstAfter
      return played
    },
  }
}
