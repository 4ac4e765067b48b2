import { type Body, type Call, isBody } from "@/simulator/call"
import { credentialsStorage, staleIn } from "@/simulator/create-link"
import { invalid, invalidKeys, refuse, required } from "@/simulator/refusals"
import type { Sim } from "@/simulator/sim"

/**
 * `POST /api/token/`, where the key is in the body. With `link_id` the token repairs that link; any other spelling of
 * it is ignored in silence, and the token creates a new link.
 */
export function createToken(sim: Sim, call: Call): Response {
  const { body } = call
  for (const field of ["id", "password", "scopes"]) if (body[field] === undefined) throw required(field)
  const { key } = sim
  if (key.revoked || body.id !== key.id || body.password !== key.password) throw invalidKeys()
  checkSettings(body)
  const row = body.link_id === undefined ? null : linkRow(sim, body.link_id)
  const jti = sim.random.hex()
  const { widget } = body
  return Response.json(
    sim.tokens.issue(claimsOf(sim, call, row), {
      jti,
      row,
      issuedAt: sim.now(),
      callbacks: isBody(widget) ? textsOf(widget.callback_urls) : {},
      createWith: settingsOf(body),
    }),
  )
}

function checkSettings(body: Body): void {
  if (typeof body.scopes !== "string") throw invalid("Not a valid string.", "scopes")
  if (body.scopes.trim() === "") throw refuse(400, "blank", "This field may not be blank.", { field: "scopes" })
  if (body.fetch_resources !== undefined && !Array.isArray(body.fetch_resources)) {
    throw refuse(400, "not_a_list", `Expected a list but got type "str".`, { field: "fetch_resources" })
  }
  staleIn(body)
  credentialsStorage(body)
  if (body.widget !== undefined && !isBody(body.widget)) throw invalid("Invalid data. Expected a dictionary.", "widget")
}

function linkRow(sim: Sim, id: unknown): number {
  const row = typeof id === "string" ? sim.world.rows.find(id) : null
  if (row === null) throw refuse(400, "does_not_exist", `Object with id=${id} does not exist.`, { field: "link_id" })
  return row
}

function claimsOf(sim: Sim, call: Call, row: number | null): Body {
  const { body } = call
  const { table } = sim.world.rows
  const link = row === null ? null : sim.world.rows.wire(row)
  return {
    user_id: table.dictionaries.owner.valueAt(0),
    organization_name: "Enlace",
    organization_id: table.dictionaries.owner.valueAt(1),
    scopes: String(body.scopes).split(","),
    environment: "sandbox",
    api_url: call.url.host,
    ...settingsOf(body),
    iss: call.url.host,
    ...(link ? { link: { id: link.id, status: link.status, institution: link.institution } } : {}),
  }
}

/** What a create token says about the links that it will make. */
function settingsOf(body: Body): Body {
  const names = ["credentials_storage", "stale_in", "fetch_resources", "external_id"]
  return Object.fromEntries(names.filter((name) => body[name] !== undefined).map((name) => [name, body[name]]))
}

function textsOf(value: unknown): Record<string, string> {
  if (!isBody(value)) return {}
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]))
}
