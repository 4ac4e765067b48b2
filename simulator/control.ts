import type { BelvoSim } from "@/simulator/belvo"
import { type Call, readCall } from "@/simulator/call"
import type { Clock } from "@/simulator/clock"
import { readFailRule } from "@/simulator/control-faults"
import { addWorldLink, addWorldLinks, changeWorldLink, removeWorldLink, sendWebhook } from "@/simulator/control-links"
import { rightToken } from "@/simulator/mfa"
import { invalid, invalidKeys, methodNotAllowed, notFound, Refusal } from "@/simulator/refusals"
import { toDate } from "@/simulator/time"

/** What a demo and a browser test may do to Belvo itself, under `/_simulator/`, with the same key as the API. */
export async function control(belvo: BelvoSim, request: Request, clock: Clock): Promise<Response> {
  try {
    checkKey(belvo, request)
    const call = await readCall(request)
    const [, , place = "", id = "", part = ""] = call.url.pathname.split("/")
    const door = doors[part === "" ? place : `${place}/${part}`]
    if (!door) throw notFound()
    const answer = door[request.method]
    if (!answer) throw methodNotAllowed(request.method)
    return Response.json(answer({ belvo, clock, call, id }) ?? { ok: true })
  } catch (error) {
    if (error instanceof Refusal) return error.toResponse(belvo.sim.random)
    throw error
  }
}

interface Visit {
  belvo: BelvoSim
  clock: Clock
  call: Call
  id: string
}

type Door = Record<string, (visit: Visit) => unknown>

const doors: Record<string, Door> = {
  "": { GET: ({ belvo }) => summary(belvo) },
  requests: {
    GET: ({ belvo }) => ({ requests: belvo.requests }),
    DELETE: ({ belvo }) => void belvo.clearRequests(),
  },
  links: { POST: ({ belvo, call }) => addWorldLink(belvo, call.body), ...linkDoors() },
  "many-links": { POST: ({ belvo, call }) => addWorldLinks(belvo, call.body) },
  "links/webhooks": { POST: ({ belvo, call, id }) => sendWebhook(belvo, id, call.body) },
  sessions: { GET: ({ belvo }) => ({ sessions: openSessions(belvo) }) },
  faults: {
    POST: ({ belvo, call }) => belvo.failNext(readFailRule(call.body)),
    DELETE: ({ belvo }) => belvo.clearFaults(),
  },
  clock: {
    GET: ({ clock }) => ({ now: clock.now().toISOString() }),
    POST: ({ belvo, clock, call }) => advance(belvo, clock, call),
  },
  webhooks: {
    GET: ({ belvo }) => ({ waiting: belvo.sim.webhooks.waiting, delivered: belvo.sim.webhooks.delivered }),
    POST: ({ belvo, call }) => setWebhooks(belvo, call),
  },
  limits: { POST: ({ belvo, call }) => void Object.assign(belvo.sim.gates.limits, limitsOf(call)) },
  key: { POST: ({ belvo, call }) => void Object.assign(belvo.sim.key, { revoked: call.body.revoked === true }) },
  operators: { GET: ({ belvo }) => ({ users: [...belvo.world.operatorUsers()] }) },
}

function linkDoors(): Door {
  return {
    PATCH: ({ belvo, call, id }) => changeWorldLink(belvo, id, call.body),
    DELETE: ({ belvo, id }) => removeWorldLink(belvo, id),
  }
}

function checkKey({ key }: BelvoSim, request: Request): void {
  const right = `Basic ${Buffer.from(`${key.id}:${key.password}`).toString("base64")}`
  if (request.headers.get("authorization") !== right) throw invalidKeys()
}

function summary({ world, sim, requests }: BelvoSim): object {
  const waiting = { later: sim.later.waiting, webhooks: sim.webhooks.waiting }
  return { world: world.name, links: world.size, now: toDate(sim.now()), requests: requests.length, waiting }
}

function openSessions({ sim }: BelvoSim): object[] {
  return [...sim.sessions.values()].map((session) => ({
    session: session.id,
    link: sim.world.rows.table.idOf(session.row),
    type: session.kind,
    token: rightToken(session),
  }))
}

function advance(belvo: BelvoSim, clock: Clock, { body }: Call): object {
  if (typeof body.advance_ms !== "number" || body.advance_ms < 0)
    throw invalid("A number of milliseconds.", "advance_ms")
  clock.advance(body.advance_ms)
  belvo.tick()
  return { now: clock.now().toISOString() }
}

function setWebhooks({ sim }: BelvoSim, { body }: Call): void {
  const { url, authorization, faults } = body
  if (typeof url === "string" && typeof authorization === "string") {
    sim.webhooks.target = { post: (to, init) => fetch(to, init), ...sim.webhooks.target, url, authorization }
  }
  if (typeof faults === "object" && faults !== null) sim.webhooks.faults = faults
}

function limitsOf({ body }: Call): object {
  const numbers = ["requestsPer30s", "deletionsPerMinute"].filter((name) => typeof body[name] === "number")
  const enforce = typeof body.enforce === "boolean" ? { enforce: body.enforce } : {}
  return { ...enforce, ...Object.fromEntries(numbers.map((name) => [name, body[name]])) }
}
