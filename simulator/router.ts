import { detailAccount, listAccounts } from "@/simulator/account-endpoints"
import { type Call, readCall } from "@/simulator/call"
import { changeLink, updateCredentials } from "@/simulator/change-link"
import { detailConsent, listConsents } from "@/simulator/consents"
import { registerLink } from "@/simulator/create-link"
import { deleteLink } from "@/simulator/delete-link"
import { htmlError } from "@/simulator/html-errors"
import { detailInstitution, listInstitutions } from "@/simulator/institution-endpoints"
import { detailLink, listLinks } from "@/simulator/links"
import { resumeSession } from "@/simulator/logins"
import type { Resumed } from "@/simulator/mfa"
import { refreshLink } from "@/simulator/refresh"
import { invalidKeys, methodNotAllowed, Refusal } from "@/simulator/refusals"
import { completeRetrieval, retrieve } from "@/simulator/retrieve"
import type { Sim } from "@/simulator/sim"
import { createToken } from "@/simulator/token-endpoint"

/** Belvo's API as it would answer with nothing in between: no limits, no faults. */
export async function answer(sim: Sim, request: Request): Promise<Response> {
  try {
    const path = new URL(request.url).pathname
    const route = findRoute(path)
    if (!route) return wrongAddress(request, path)
    if (path !== "/api/token/") checkKey(sim, request.headers)
    const endpoint = route.endpoints[request.method]
    if (!endpoint) throw methodNotAllowed(request.method)
    return await endpoint(sim, await readCall(request), route.id)
  } catch (error) {
    if (error instanceof Refusal) return error.toResponse(sim.random)
    throw error
  }
}

type Endpoint = (sim: Sim, call: Call, id: string) => Response | Promise<Response>

const routes: readonly [pattern: RegExp, endpoints: Record<string, Endpoint>][] = [
  [/^\/api\/$/, { GET: apiRoot }],
  [
    /^\/api\/links\/$/,
    {
      GET: listLinks,
      POST: (sim, call) => registerLink(sim, call.body),
      PATCH: (sim, call) => resumeSession(sim, call.body),
    },
  ],
  [
    /^\/api\/links\/([^/]+)\/$/,
    {
      GET: detailLink,
      PATCH: (sim, call, id) => changeLink(sim, id, call.body),
      PUT: (sim, call, id) => updateCredentials(sim, id, call.body),
      DELETE: deleteLink,
    },
  ],
  [/^\/api\/links\/([^/]+)\/refresh\/$/, { POST: (sim, call, id) => refreshLink(sim, id, call.body) }],
  [/^\/api\/token\/$/, { POST: createToken }],
  [/^\/api\/institutions\/$/, { GET: listInstitutions }],
  [/^\/api\/institutions\/([^/]+)\/$/, { GET: (_sim, call, id) => detailInstitution(call, id) }],
  [/^\/api\/accounts\/$/, { GET: listAccounts, ...retrieval("accounts") }],
  [/^\/api\/owners\/$/, retrieval("owners")],
  [/^\/api\/accounts\/([^/]+)\/$/, { GET: detailAccount }],
  [/^\/api\/consents\/$/, { GET: listConsents }],
  [/^\/api\/consents\/([^/]+)\/$/, { GET: detailConsent }],
]

function retrieval(resource: Exclude<Resumed, "links">): Record<string, Endpoint> {
  return {
    POST: (sim, call) => retrieve(sim, resource, call.body),
    PATCH: (sim, call) => completeRetrieval(sim, resource, call.body),
  }
}

function findRoute(path: string): { endpoints: Record<string, Endpoint>; id: string } | null {
  for (const [pattern, endpoints] of routes) {
    const match = pattern.exec(path)
    if (match) return { endpoints, id: match[1] ?? "" }
  }
  return null
}

/** Without its last slash an address is redirected for GET and unknown for everything else. */
function wrongAddress(request: Request, path: string): Response {
  if (request.method !== "GET" || !findRoute(`${path}/`)) return htmlError(404)
  const location = new URL(request.url)
  location.pathname = `${path}/`
  return new Response(null, { status: 301, headers: { location: location.href } })
}

function checkKey({ key }: Sim, headers: Headers): void {
  const right = `Basic ${Buffer.from(`${key.id}:${key.password}`).toString("base64")}`
  if (key.revoked || headers.get("authorization") !== right) throw invalidKeys()
}

function apiRoot(_sim: Sim, call: Call): Response {
  const names = ["links", "institutions", "accounts", "consents"]
  return Response.json(Object.fromEntries(names.map((name) => [name, `${call.url.origin}/api/${name}/`])))
}
