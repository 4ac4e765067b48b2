import { accountCount, accountOf } from "@/simulator/accounts"
import type { Body } from "@/simulator/call"
import { rowOf } from "@/simulator/links"
import { resumeAt } from "@/simulator/logins"
import type { Resumed } from "@/simulator/mfa"
import { checkUsable } from "@/simulator/refresh"
import { refuse, required } from "@/simulator/refusals"
import type { Sim } from "@/simulator/sim"

type Retrieved = Exclude<Resumed, "links">

/** `POST /api/accounts/` and its like: a sign-in at the bank, then what was read there. */
export async function retrieve(sim: Sim, resource: Retrieved, body: Body): Promise<Response> {
  if (typeof body.link !== "string") throw required("link")
  const row = rowOf(sim, body.link)
  if (!sim.world.rows.institution(row)?.resources.includes(resource.toUpperCase())) {
    throw refuse(
      400,
      "unsupported_operation",
      "The resource you are trying to access is not supported by this institution",
    )
  }
  await checkUsable(sim, row, resource)
  return retrieved(sim, resource, row)
}

/** `PATCH` of the same: the answer to the 428 that stood in its way. */
export async function completeRetrieval(sim: Sim, resource: Retrieved, body: Body): Promise<Response> {
  return retrieved(sim, resource, await resumeAt(sim, resource, body))
}

function retrieved(sim: Sim, resource: Retrieved, row: number): Response {
  const { rows } = sim.world
  rows.table.columns.accessed.set(row, sim.now())
  const accounts = Array.from({ length: accountCount(rows, row) }, (_, index) => accountOf(rows, row, index))
  const items = resource === "accounts" ? accounts : [{ link: rows.table.idOf(row), display_name: "The owner" }]
  return Response.json(items, { status: 201 })
}
