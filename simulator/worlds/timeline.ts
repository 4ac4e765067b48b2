import { institutions } from "@/simulator/institutions"
import { share } from "@/simulator/random"
import { type LinkTable, ready, stuck } from "@/simulator/store/link-table"
import { day, hour, minute } from "@/simulator/time"
import type { LinkStatus } from "@/simulator/wire"
import { type Chance, pick } from "@/simulator/worlds/chance"
import { createEventLog, type EventLog } from "@/simulator/worlds/event-log"
import type { HistoryEvents } from "@/simulator/worlds/history"
import { type Breakage, breakages } from "@/simulator/worlds/incidents"

export interface TimelineRequest {
  start: number
  present: number
  /** When this row is removed, or null. */
  removedAt: (row: number) => number | null
}

/** Writes each row's first status into the table, and everything that happens to it until the present into the log. */
export function writeTimelines(table: LinkTable, chance: Chance, request: TimelineRequest): HistoryEvents {
  const log = createEventLog()
  for (let row = 0; row < table.rows; row++) writeTimeline({ table, chance, log, request }, row)
  return log.sorted()
}

interface Writing {
  table: LinkTable
  chance: Chance
  log: EventLog
  request: TimelineRequest
}

function writeTimeline(writing: Writing, row: number): void {
  const { table, log, request } = writing
  const created = table.columns.created.get(row)
  const from = Math.max(created, request.start)
  const until = request.removedAt(row) ?? request.present
  const status = firstStatus(writing, row)
  setFirst(table, row, status, firstAccess(writing, row, status))
  if (created >= request.start) log.add(created, row, "created")
  writeChanges(writing, row, { status, from, until })
  if (request.removedAt(row) !== null) log.add(until, row, "removed")
}

function setFirst(table: LinkTable, row: number, status: LinkStatus, accessed: number): void {
  table.columns.status.set(row, table.dictionaries.status.codeOf(status))
  table.columns.accessed.set(row, accessed)
  table.setFlag(row, ready, status !== "unconfirmed")
}

function firstStatus({ table, chance, request }: Writing, row: number): LinkStatus {
  if (storageEnd(table, row) <= request.start) return "invalid"
  if (table.columns.created.get(row) >= request.start)
    return chance.of(row, "first_status") < 0.9 ? "valid" : "unconfirmed"
  return pick(
    chance.of(row, "initial"),
    [
      ["invalid", 0.04],
      ["token_required", 0.065],
      ["unconfirmed", 0.085],
    ],
    "valid",
  )
}

/** A few seconds after creation; for links that broke or got stuck before the history begins, some time before it. */
function firstAccess({ table, chance, request }: Writing, row: number, status: LinkStatus): number {
  if (status === "unconfirmed") return 0
  const created = table.columns.created.get(row)
  const soon = created + 4_000_000 + chance.below(row, "initial_access", 20_000_000)
  const isFrozen = status !== "valid" || table.hasFlag(row, stuck)
  if (!isFrozen || created >= request.start) return soon
  return Math.max(soon, Math.floor(request.start - chance.of(row, "stuck_since") * 60 * day))
}

interface Span {
  status: LinkStatus
  from: number
  until: number
}

/** Waits are memoryless, so a breakage of the whole institution may cut into them at any time. */
function writeChanges(writing: Writing, row: number, span: Span): void {
  const { table, chance, log } = writing
  const outside = breakages(table, chance, row, writing.request.present)
  const end = Math.min(span.until, storageEnd(table, row))
  let { status, from } = span
  for (let step = 0; step < 40; step++) {
    const next = sooner(naturalChange(writing, row, { status, from, step }), outside, from, status)
    if (!next || next.at >= end) break
    log.add(next.at, row, next.to)
    status = next.to
    from = next.at
  }
  if (end < span.until && status !== "invalid" && end > span.from) log.add(end, row, "invalid")
}

interface Change {
  at: number
  to: LinkStatus
}

function sooner(natural: Change | null, outside: readonly Breakage[], from: number, status: LinkStatus): Change | null {
  const broken = status === "valid" ? outside.find((one) => one.at > from) : undefined
  if (!broken) return natural
  return natural && natural.at < broken.at ? natural : broken
}

function naturalChange(
  writing: Writing,
  row: number,
  { status, from, step }: { status: LinkStatus; from: number; step: number },
): Change | null {
  const { table, chance } = writing
  const wait = (meanDays: number): number =>
    Math.floor(from + minute - Math.log(1 - chance.series(row, 2 * step)) * meanDays * day)
  const luck = chance.series(row, 2 * step + 1)
  if (status === "unconfirmed") {
    const isFresh = table.columns.created.get(row) === from
    return isFresh && luck < 0.65 ? { at: from + 2 * minute + Math.floor(luck * 8 * minute), to: "valid" } : null
  }
  if (status === "invalid") return luck < 0.65 ? { at: wait(16), to: "valid" } : null
  if (status === "token_required") return luck < 0.8 ? { at: wait(8), to: "valid" } : null
  const hasMfa = institutions[table.columns.institution.get(row)]?.mfa != null
  const perDay = hasMfa ? 0.008 : 0.0013
  const fragility = 0.5 + 1.5 * share(table.seed, table.columns.institution.get(row), 559)
  return { at: wait(1 / (perDay * fragility)), to: luck < (hasMfa ? 0.75 : 0.15) ? "token_required" : "invalid" }
}

/** When the stored credentials of a single link are thrown away. */
function storageEnd({ columns, dictionaries }: LinkTable, row: number): number {
  const storage = dictionaries.storage.valueAt(columns.storage.get(row))
  if (storage === "store") return Number.MAX_SAFE_INTEGER
  const created = columns.created.get(row)
  return storage === "nostore" ? created + hour / 4 : created + Number(storage.slice(0, -1)) * day
}
