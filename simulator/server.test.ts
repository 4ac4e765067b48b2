import { createServer as createReceiver } from "node:http"
import type { AddressInfo } from "node:net"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { type BelvoSim, createBelvoSim } from "@/simulator/belvo"
import { createClock } from "@/simulator/clock"
import { createServer } from "@/simulator/server"
import { createWorld } from "@/simulator/worlds/create-world"
import { twelve } from "@/simulator/worlds/twelve"

const start = Date.parse("2026-03-01T12:00:00Z")
let belvo: BelvoSim
let origin = ""
let close = async () => {}

beforeEach(async () => {
  const clock = createClock(() => start)
  belvo = createBelvoSim({ world: createWorld("twelve", { now: clock.now() }), now: clock.now })
  const server = createServer(belvo, { clock, everyMs: 10 })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})
afterEach(() => close())

function send(method: string, path: string, body?: object, init: RequestInit = {}) {
  const authorization = `Basic ${Buffer.from(`${belvo.key.id}:${belvo.key.password}`).toString("base64")}`
  const payload = body ? { body: JSON.stringify(body) } : {}
  return fetch(`${origin}${path}`, { method, headers: { authorization }, redirect: "manual", ...payload, ...init })
}

describe("over HTTP", () => {
  it("serves the API with addresses of its own", async () => {
    const response = await send("GET", "/api/links/?page_size=5")
    expect(await response.json()).toMatchObject({ count: 12, next: `${origin}/api/links/?page=2&page_size=5` })
  })

  it("serves the widget at its own path and at the root", async () => {
    const { id, password } = belvo.key
    const token = { id, password, scopes: "write_links", link_id: twelve.invalid }
    const { access } = await (await send("POST", "/api/token/", token)).json()
    for (const path of ["/", "/widget", "/widget/"]) {
      const response = await fetch(`${origin}${path}?access_token=${access}`)
      expect(await response.text()).toContain('data-testid="right-password"')
    }
    expect((await fetch(`${origin}/elsewhere`)).status).toBe(404)
  })

  it("takes what the operator's own system is told, by POST alone", async () => {
    expect((await fetch(`${origin}/operator/hook`, { method: "POST", body: "{}" })).status).toBe(204)
    expect((await fetch(`${origin}/operator/hook`)).status).toBe(404)
  })

  it("breaks connections and bodies as it was told", async () => {
    belvo.failNext({ kind: "unreachable" })
    await expect(send("GET", "/api/links/")).rejects.toThrow("fetch failed")
    belvo.failNext({ kind: "reset" })
    await expect(send("GET", "/api/links/").then((response) => response.text())).rejects.toThrow("terminated")
    belvo.failNext({ kind: "truncated" })
    await expect(send("GET", "/api/links/").then((response) => response.json())).rejects.toThrow(SyntaxError)
  })

  it("sends the headers of a slow answer at once", async () => {
    belvo.failNext({ kind: "slow", bodyDelayMs: 60_000 })
    const abort = new AbortController()
    const response = await send("GET", "/api/links/", undefined, { signal: abort.signal })
    expect(response.status).toBe(200)
    const body = response.text()
    abort.abort()
    await expect(body).rejects.toThrow(/abort/)
  })

  it("delivers webhooks by itself", async () => {
    const received = Promise.withResolvers<string | undefined>()
    const receiver = createReceiver((incoming, outgoing) => {
      received.resolve(incoming.headers.authorization)
      outgoing.end()
    })
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve))
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`
    await send("POST", "/_simulator/webhooks/", { url, authorization: "Bearer there" })
    await send("PATCH", `/_simulator/links/${twelve.valid}/`, { status: "invalid", webhook: true })
    expect(await received.promise).toBe("Bearer there")
    receiver.closeAllConnections()
    receiver.close()
  })
})

describe("the control door", () => {
  it("opens to the key alone", async () => {
    expect((await fetch(`${origin}/_simulator/`)).status).toBe(401)
    const response = await send("GET", "/_simulator/")
    expect(await response.json()).toMatchObject({ world: "twelve", links: 12, now: "2026-03-01T12:00:00.000Z" })
    expect((await send("GET", "/_simulator/nothing/")).status).toBe(404)
    expect((await send("PUT", "/_simulator/clock/")).status).toBe(405)
  })

  it("adds, changes and removes links", async () => {
    const added = await (
      await send("POST", "/_simulator/links/", { external_id: "usr_5555", status: "token_required" })
    ).json()
    expect(added).toMatchObject({ external_id: "usr_5555", status: "token_required" })
    await send("PATCH", `/_simulator/links/${added.id}/`, { external_id: "usr_6666", status: "valid" })
    const found = await (await send("GET", "/api/links/?external_id=usr_6666")).json()
    expect(found.results).toEqual([expect.objectContaining({ id: added.id, status: "valid" })])
    await send("DELETE", `/_simulator/links/${added.id}/`)
    expect((await send("GET", `/api/links/${added.id}/`)).status).toBe(404)
    expect((await send("PATCH", `/_simulator/links/${twelve.valid}/`, { status: "broken" })).status).toBe(400)
  })

  it("moves the clock, and what was due by then has happened", async () => {
    await send("DELETE", `/api/links/${twelve.valid}/`, undefined, {
      headers: {
        authorization: `Basic ${Buffer.from(`${belvo.key.id}:${belvo.key.password}`).toString("base64")}`,
        "x-belvo-request-mode": "async",
      },
    })
    expect(belvo.world.size).toBe(12)
    const moved = await (await send("POST", "/_simulator/clock/", { advance_ms: 60_000 })).json()
    expect(moved.now).toBe("2026-03-01T12:01:00.000Z")
    expect(belvo.world.size).toBe(11)
    expect((await send("POST", "/_simulator/clock/", { advance_ms: -1 })).status).toBe(400)
  })

  it("sets faults and limits, and revokes the key", async () => {
    await send("POST", "/_simulator/faults/", { kind: "server_error", status: 502, path: "/api/links/", times: 2 })
    expect((await send("GET", "/api/links/")).status).toBe(502)
    await send("DELETE", "/_simulator/faults/")
    expect((await send("GET", "/api/links/")).status).toBe(200)
    expect((await send("POST", "/_simulator/faults/", { kind: "flood" })).status).toBe(400)
    await send("POST", "/_simulator/key/", { revoked: true })
    expect((await send("GET", "/api/links/")).status).toBe(401)
    await send("POST", "/_simulator/key/", { revoked: false })
    await send("POST", "/_simulator/limits/", { requestsPer30s: 1 })
    expect((await send("GET", "/api/links/")).status).toBe(403)
  })

  it("shows and clears the request log, open sessions and the operator's users", async () => {
    await send("POST", `/api/links/${twelve.tokenRequired}/refresh/`)
    const { requests } = await (await send("GET", "/_simulator/requests/")).json()
    expect(requests).toEqual([`POST /api/links/${twelve.tokenRequired}/refresh/`])
    await send("DELETE", "/_simulator/requests/")
    expect(belvo.requests).toEqual([])
    const { sessions } = await (await send("GET", "/_simulator/sessions/")).json()
    expect(sessions).toEqual([expect.objectContaining({ link: twelve.tokenRequired, token: "111111" })])
    const { users } = await (await send("GET", "/_simulator/operators/")).json()
    expect(users).toContainEqual({ externalId: "usr_000001", linkId: twelve.valid })
  })

  it("sends any webhook about a link", async () => {
    const event = { webhook_type: "CONSENT", webhook_code: "openfinance_consent_expired", data: { action: "renew" } }
    expect((await send("POST", `/_simulator/links/${twelve.openFinance}/webhooks/`, event)).status).toBe(200)
    expect(belvo.sim.webhooks.waiting).toBe(1)
    expect((await send("POST", `/_simulator/links/${twelve.openFinance}/webhooks/`, {})).status).toBe(400)
  })
})
