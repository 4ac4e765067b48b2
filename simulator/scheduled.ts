import { scheduleHistorical } from "@/simulator/historical"
import type { Sim } from "@/simulator/sim"
import { day } from "@/simulator/time"

/** A link switched to recurrent is fetched anew on the next day. */
export function historicalNextDay(sim: Sim, row: number): void {
  sim.later.at(sim.now() + day, () => scheduleHistorical(sim, row, sim.random.hex(), "historical_update"))
}

/** Single links keep their credentials for some days after creation, or not at all. */
export function isStorageOver(sim: Sim, row: number): boolean {
  const { columns, dictionaries } = sim.world.rows.table
  const storage = dictionaries.storage.valueAt(columns.storage.get(row))
  if (storage === "store") return false
  const days = storage === "nostore" ? 0 : Number(storage.slice(0, -1))
  return sim.now() >= columns.created.get(row) + days * day
}
