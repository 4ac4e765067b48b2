import { describe, expect, it } from "vitest"
import type { Failure } from "@/simulator/faults"
import { createTestSim } from "@/simulator/testing"
import { twelve } from "@/simulator/worlds/twelve"

const answers: [Failure, number, string][] = [
  [{ kind: "too_many_requests" }, 429, "throttled"],
  [{ kind: "blocked" }, 403, "openresty"],
  [{ kind: "html_not_found" }, 404, "404 Not Found"],
  [{ kind: "timeout" }, 408, "request_timeout"],
  [{ kind: "server_error" }, 500, "500 Internal Server Error"],
  [{ kind: "server_error", status: 502 }, 502, "502 Bad Gateway"],
  [{ kind: "server_error", status: 503 }, 503, "503 Service"],
  [{ kind: "server_error", status: 500, body: "json" }, 500, "unexpected_error"],
  [{ kind: "revoked" }, 401, "authentication_failed"],
  [{ kind: "error", status: 401, code: "consent_without_accounts", message: "None" }, 401, "consent_without_accounts"],
]

describe("failNext", () => {
  it.each(answers)("answers %o by %i", async (failure, status, part) => {
    const { sim, get } = createTestSim()
    sim.failNext(failure)
    const failed = await get("/api/links/")
    expect(failed.status).toBe(status)
    expect(failed.text).toContain(part)
    expect((await get("/api/links/")).status).toBe(200)
  })

  it("says when to come back, if told to", async () => {
    const { sim, get } = createTestSim()
    sim.failNext({ kind: "too_many_requests", retryAfterSeconds: 7 })
    expect((await get("/api/")).headers.get("retry-after")).toBe("7")
  })

  it("strikes the next n requests that match, by method and by path", async () => {
    const { sim, get, call } = createTestSim()
    sim.failNext({ kind: "timeout", method: "get", path: "/api/links/", times: 2 })
    sim.failNext({ kind: "blocked", path: /[?&]page=2(&|$)/ })
    expect((await get("/api/institutions/")).status).toBe(200)
    expect((await call("POST", "/api/links/")).status).toBe(400)
    expect((await get("/api/links/")).status).toBe(408)
    expect((await get(`/api/links/${twelve.valid}/`)).status).toBe(408)
    expect((await get("/api/links/?page_size=5&page=2")).status).toBe(403)
    expect((await get("/api/links/?page_size=5&page=2")).status).toBe(200)
  })

  it("cuts a body short although the status was good", async () => {
    const { sim, get } = createTestSim()
    sim.failNext({ kind: "truncated" })
    await expect(get("/api/links/")).rejects.toThrow(SyntaxError)
  })

  it("resets the connection in the middle of the body, after Belvo has done it", async () => {
    const { sim, call, get } = createTestSim()
    sim.failNext({ kind: "reset" })
    const request = sim.fetch("https://sandbox.belvo.com/api/", { headers: { authorization: "none" } })
    await expect((await request).text()).rejects.toThrow("terminated")
    sim.failNext({ kind: "reset", method: "PATCH" })
    await expect(call("PATCH", `/api/links/${twelve.valid}/`, { stale_in: "30d" })).rejects.toThrow("terminated")
    expect((await get(`/api/links/${twelve.valid}/`)).body.stale_in).toBe("30d")
  })

  it("does not connect at all, and Belvo has done nothing", async () => {
    const { sim, call } = createTestSim()
    sim.failNext({ kind: "unreachable" })
    await expect(call("DELETE", `/api/links/${twelve.valid}/`)).rejects.toThrow("fetch failed")
    expect(sim.world.size).toBe(12)
  })

  it("sends headers at once and the body when it pleases", async () => {
    let release = () => {}
    const waited: number[] = []
    const { sim } = createTestSim({
      sleep: (ms) => {
        waited.push(ms)
        return new Promise((resolve) => {
          release = resolve
        })
      },
    })
    sim.failNext({ kind: "slow", bodyDelayMs: 30_000 })
    const response = await sim.fetch("https://sandbox.belvo.com/api/")
    expect([response.status, waited]).toEqual([401, [30_000]])
    release()
    expect(await response.json()).toHaveLength(1)
  })
})
