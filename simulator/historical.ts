import type { Sim } from "@/simulator/sim"
import { dateOf, day, second } from "@/simulator/time"

export interface HistoricalUpdate {
  /** When it was asked for. */
  at: number
  requestId: string
  /** All of the link's where absent. */
  resources?: readonly string[]
}

/** Some seconds later the institution is reached, and a webhook a resource tells that its data is there. */
export function scheduleHistorical(sim: Sim, row: number, { at, requestId, resources }: HistoricalUpdate): void {
  sim.later.at(at + (8 + sim.random.below(12)) * second, (due) => {
    if (!sim.world.rows.table.isAlive(row)) return
    if (sim.world.rows.status(row) === "valid") sim.world.rows.access(row, due)
    for (const [index, resource] of (resources ?? resourcesOf(sim, row)).entries()) {
      sim.webhooks.emit(due + index * second, {
        type: resource,
        code: "historical_update",
        process: "historical_update",
        row,
        requestId,
        data: countsOf(sim, resource, due),
      })
    }
  })
}

function resourcesOf(sim: Sim, row: number): readonly string[] {
  const own = sim.world.rows.wire(row).fetch_resources
  return own.length > 0 ? own : (sim.world.rows.institution(row)?.resources.slice(0, 2) ?? [])
}

function countsOf(sim: Sim, resource: string, now: number): Record<string, unknown> {
  const total = 1 + sim.random.below(5)
  if (resource !== "TRANSACTIONS") return { [`total_${resource.toLowerCase()}`]: total }
  const inflow = 10 + sim.random.below(200)
  const outflow = 20 + sim.random.below(400)
  return {
    total_transactions: inflow + outflow,
    total_inflow_transactions: inflow,
    total_outflow_transactions: outflow,
    first_transaction_date: dateOf(now - 365 * day),
    last_transaction_date: dateOf(now),
  }
}
