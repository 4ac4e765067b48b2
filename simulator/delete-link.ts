import type { Call } from "@/simulator/call"
import { rowOf } from "@/simulator/links"
import { refuse } from "@/simulator/refusals"
import type { Sim } from "@/simulator/sim"
import { second } from "@/simulator/time"

/** `DELETE /api/links/{id}/`: at once and five a minute, or in async mode some seconds later and without that limit. */
export function deleteLink(sim: Sim, call: Call, id: string): Response {
  const row = rowOf(sim, id)
  if (call.headers.get("x-belvo-request-mode") === "async") return deleteLater(sim, row)
  const refused = sim.gates.deletion(sim.now())
  if (refused) {
    const { waitSeconds } = refused
    throw refuse(429, "throttled", `Request was throttled. Expected available in ${waitSeconds} seconds.`)
  }
  sim.world.rows.remove(row)
  return new Response(null, { status: 204 })
}

/** Until it is gone the link reads as before. Asking again changes nothing and names the same request. */
function deleteLater(sim: Sim, row: number): Response {
  const known = sim.leaving.get(row)
  if (known) return Response.json({ request_id: known }, { status: 202 })
  const requestId = sim.random.uuid()
  sim.leaving.set(row, requestId)
  sim.later.at(sim.now() + (4 + sim.random.below(8)) * second, (due) => {
    sim.leaving.delete(row)
    if (!sim.world.rows.table.isAlive(row)) return
    sim.world.rows.remove(row)
    sim.webhooks.emit(due, { type: "LINK", code: "link_deleted", row, requestId, data: {} })
  })
  return Response.json({ request_id: requestId }, { status: 202 })
}
