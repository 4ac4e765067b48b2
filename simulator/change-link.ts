import type { Body } from "@/simulator/call"
import { accessModeOf, fetchResources, staleIn } from "@/simulator/create-link"
import { rowOf } from "@/simulator/links"
import { completeLogin, logIn } from "@/simulator/logins"
import { refuse, required } from "@/simulator/refusals"
import { historicalNextDay } from "@/simulator/scheduled"
import type { Sim } from "@/simulator/sim"

/** `PATCH /api/links/{id}/`: how the data of the link is fetched. */
export function changeLink(sim: Sim, id: string, body: Body): Response {
  const row = rowOf(sim, id)
  const { rows } = sim.world
  const { columns, dictionaries } = rows.table
  const mode = accessModeOf(body)
  const stale = staleIn(body)
  const resources = fetchResources(body, rows.institution(row))
  const before = rows.wire(row)
  if (mode === "recurrent" && before.access_mode !== "recurrent" && before.credentials_storage === "nostore") {
    throw refuse(
      400,
      "invalid_access_mode_switch",
      "This link doesn't have stored credentials hence it can't be switched to recurrent mode",
    )
  }
  if (stale) columns.stale.set(row, dictionaries.stale.codeOf(stale))
  if (resources) columns.resources.set(row, dictionaries.resources.codeOf(resources.join("|")))
  if (mode && mode !== before.access_mode) {
    columns.accessed.set(row, rows.lastAccessed(row))
    columns.mode.set(row, dictionaries.mode.codeOf(mode))
    columns.rate.set(row, dictionaries.rate.codeOf(mode === "recurrent" ? "7d" : null))
    if (mode === "recurrent") historicalNextDay(sim, row)
  }
  return Response.json(rows.wire(row))
}

/** `PUT /api/links/{id}/`: a new password. The username can't be changed. */
export async function updateCredentials(sim: Sim, id: string, body: Body): Promise<Response> {
  const row = rowOf(sim, id)
  if (body.password === undefined) throw required("password")
  if (body.password === "") throw refuse(400, "blank", "This field may not be blank.", { field: "password" })
  await logIn(sim, row, body)
  completeLogin(sim, row)
  return Response.json(sim.world.rows.wire(row))
}
