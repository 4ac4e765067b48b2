import { findInstitution, type Institution } from "@/simulator/institutions"
import { mix } from "@/simulator/random"
import { alive, type LinkTable, ready, stuck } from "@/simulator/store/link-table"
import { formatMicros } from "@/simulator/time"
import type { LinkStatus, WireLink } from "@/simulator/wire"
import { lastScheduledRefresh } from "@/simulator/worlds/schedule"

/** A world by row number: what the endpoints and the history work on. */
export interface WorldRows {
  readonly table: LinkTable
  /** Up to when scheduled refreshes have happened, in microseconds. */
  clock: number
  find(id: string): number | null
  wire(row: number): WireLink
  status(row: number): LinkStatus
  institution(row: number): Institution | undefined
  /** Zero where the institution was never reached. */
  lastAccessed(row: number): number
  /** Leaving `valid` freezes the last access; becoming `valid` is an access. */
  changeStatus(row: number, status: LinkStatus, atMicros: number): void
  /** Belvo reached the institution, and has the data of the link. */
  access(row: number, atMicros: number): void
  remove(row: number): void
  /** A row that history has not reached yet comes to life. */
  revive(row: number): void
}

export function createWorldRows(table: LinkTable, clock: number): WorldRows {
  const { columns, dictionaries } = table
  const rows: WorldRows = {
    table,
    clock,
    find: (id) => table.indexes.id.rows(id.toLowerCase()).find(table.isAlive) ?? null,
    wire: (row) => wireOf(rows, row),
    status: (row) => dictionaries.status.valueAt(columns.status.get(row)),
    institution: (row) => findInstitution(dictionaries.institution.valueAt(columns.institution.get(row))),
    lastAccessed: (row) => lastAccessedBy(rows, row, rows.clock),
    changeStatus(row, status, atMicros) {
      if (rows.status(row) === status) return
      const accessed = status === "valid" ? atMicros : lastAccessedBy(rows, row, atMicros)
      columns.status.set(row, dictionaries.status.codeOf(status))
      columns.accessed.set(row, accessed)
      if (status === "valid") table.setFlag(row, stuck, false)
    },
    access(row, atMicros) {
      columns.accessed.set(row, atMicros)
      table.setFlag(row, stuck, false)
      table.setFlag(row, ready, true)
    },
    remove(row) {
      table.order.remove(row)
      table.setFlag(row, alive, false)
    },
    revive(row) {
      table.order.insert(row)
      table.setFlag(row, alive, true)
    },
  }
  return rows
}

function lastAccessedBy(rows: WorldRows, row: number, at: number): number {
  const { columns, dictionaries, seed } = rows.table
  const known = columns.accessed.get(row)
  if (rows.status(row) !== "valid" || rows.table.hasFlag(row, stuck)) return known
  const rate = dictionaries.rate.valueAt(columns.rate.get(row))
  return Math.max(known, lastScheduledRefresh(rate, seed, row, at))
}

function wireOf(rows: WorldRows, row: number): WireLink {
  const { columns, dictionaries, seed } = rows.table
  const offset = mix(seed, row, 303) % 29 === 0 ? "+00:00" : "Z"
  const accessed = rows.lastAccessed(row)
  const resources = dictionaries.resources.valueAt(columns.resources.get(row))
  return {
    id: rows.table.idOf(row),
    institution: dictionaries.institution.valueAt(columns.institution.get(row)),
    access_mode: dictionaries.mode.valueAt(columns.mode.get(row)),
    status: rows.status(row),
    refresh_rate: dictionaries.rate.valueAt(columns.rate.get(row)),
    created_by: dictionaries.owner.valueAt(columns.owner.get(row)),
    last_accessed_at: accessed === 0 ? null : formatMicros(accessed, offset),
    external_id: rows.table.externalIdOf(row),
    created_at: formatMicros(columns.created.get(row), offset),
    institution_user_id: rows.table.institutionUserIdOf(row),
    credentials_storage: dictionaries.storage.valueAt(columns.storage.get(row)),
    stale_in: dictionaries.stale.valueAt(columns.stale.get(row)),
    fetch_resources: resources === "" ? [] : resources.split("|"),
  }
}
