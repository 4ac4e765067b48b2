import { scheduleHistorical } from "@/simulator/historical"
import type { Sim } from "@/simulator/sim"
import { day } from "@/simulator/time"
import type { WebhookEvent } from "@/simulator/webhook-payloads"

/** A link switched to recurrent is fetched anew on the next day. */
export function historicalNextDay(sim: Sim, row: number): void {
  sim.later.at(sim.now() + day, (at) => scheduleHistorical(sim, row, { at, requestId: sim.random.hex() }))
}

/** Belvo's own refreshes up to now: each link's last access moves, and webhooks tell of new data. Returns how many ran. */
export function refreshScheduled(sim: Sim): number {
  const { rows } = sim.world
  const since = rows.clock
  rows.clock = Math.max(since, sim.now())
  if (!sim.webhooks.target) return 0
  let refreshed = 0
  const { order } = rows.table
  for (let position = 0; position < order.size; position++) {
    const row = order.rowAt(position)
    const at = rows.lastAccessed(row)
    if (at <= since || rows.table.columns.accessed.get(row) === at) continue
    refreshed++
    sim.webhooks.emit(at, newData(sim, row))
  }
  return refreshed
}

function newData(sim: Sim, row: number): WebhookEvent {
  const type = sim.world.rows.institution(row)?.type === "bank" ? "TRANSACTIONS" : "INCOMES"
  const count = 1 + sim.random.below(30)
  const name = type.toLowerCase()
  return { type, code: `new_${name}_available`, process: "recurrent_update", row, data: { [`new_${name}`]: count } }
}

/** Single links keep their credentials for some days after creation, or not at all. */
export function isStorageOver(sim: Sim, row: number): boolean {
  const { columns, dictionaries } = sim.world.rows.table
  const storage = dictionaries.storage.valueAt(columns.storage.get(row))
  if (storage === "store") return false
  const days = storage === "nostore" ? 0 : Number(storage.slice(0, -1))
  return sim.now() >= columns.created.get(row) + days * day
}
