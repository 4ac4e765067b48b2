import type { Body } from "@/simulator/call"
import { fetchResources } from "@/simulator/create-link"
import { scheduleHistorical } from "@/simulator/historical"
import { rowOf } from "@/simulator/links"
import { openSession, type Resumed, tokenRequired } from "@/simulator/mfa"
import { refuse } from "@/simulator/refusals"
import { isStorageOver } from "@/simulator/scheduled"
import type { Sim } from "@/simulator/sim"
import { minute } from "@/simulator/time"

const coolDown = 10 * minute

/** `POST /api/links/{id}/refresh/`: once in ten minutes a link. */
export async function refreshLink(sim: Sim, id: string, body: Body): Promise<Response> {
  const row = rowOf(sim, id)
  const resources = fetchResources(body, sim.world.rows.institution(row))
  await checkUsable(sim, row)
  const waits = (sim.refreshedAt.get(row) ?? Number.NEGATIVE_INFINITY) + coolDown - sim.now()
  if (waits > 0) {
    const minutes = Math.ceil(waits / minute)
    throw refuse(
      409,
      "link_refreshed",
      `The link has already been refreshed. Please wait ${minutes} minutes before trying again.`,
    )
  }
  sim.refreshedAt.set(row, sim.now())
  const requestId = sim.random.hex()
  scheduleHistorical(sim, row, { at: sim.now(), requestId, ...(resources ? { resources } : {}) })
  return Response.json({ request_id: requestId }, { status: 202 })
}

/** Throws what keeps Belvo from signing in with the stored credentials; of a link that wants a token, the 428. */
export async function checkUsable(sim: Sim, row: number, resource: Resumed = "links"): Promise<void> {
  if (isStorageOver(sim, row)) throw refuse(404, "expired_credentials", "The credentials of this link have expired")
  const status = sim.world.rows.status(row)
  if (status === "invalid") {
    throw refuse(400, "invalid_link", "The link has been invalidated. You may need to update link credentials")
  }
  if (status === "unconfirmed") {
    throw refuse(400, "unconfirmed_link", "The link creation has not been completed yet")
  }
  if (status === "token_required") throw await tokenRequired(sim, openSession(sim, row, resource))
}
