import { describe, expect, it } from "vitest"
import { createTestSim } from "@/simulator/testing"
import { twelve } from "@/simulator/worlds/twelve"

const asynchronously = { "X-Belvo-Request-Mode": "async" }

describe("DELETE /api/links/{id}/", () => {
  it("forgets a link at once, without a body", async () => {
    const { call, get } = createTestSim()
    const { status, text } = await call("DELETE", `/api/links/${twelve.valid}/`)
    expect([status, text]).toEqual([204, ""])
    expect((await get(`/api/links/${twelve.valid}/`)).status).toBe(404)
    expect((await get(`/api/links/?id__in=${twelve.valid}`)).body.count).toBe(0)
    expect((await call("DELETE", `/api/links/${twelve.valid}/`)).body.code).toBe("not_found")
  })

  it("deletes five a minute, then says how long to wait", async () => {
    const { call, sim, advance } = createTestSim()
    const [first = "", ...rest] = [...sim.world.eachLink()].map((link) => link.id)
    for (const id of rest.slice(0, 5)) expect((await call("DELETE", `/api/links/${id}/`)).status).toBe(204)
    advance(20)
    const refused = await call("DELETE", `/api/links/${first}/`)
    expect(refused.status).toBe(429)
    expect(refused.body).toMatchObject({
      code: "throttled",
      message: "Request was throttled. Expected available in 40 seconds.",
    })
    expect(refused.headers.get("retry-after")).toBeNull()
    advance(41)
    expect((await call("DELETE", `/api/links/${first}/`)).status).toBe(204)
  })

  it("in async mode has no such limit, and the link reads as before until it is gone", async () => {
    const { call, get, sim, advance } = createTestSim()
    const ids = [...sim.world.eachLink()].map((link) => link.id)
    for (const id of ids) {
      const { status, body } = await call("DELETE", `/api/links/${id}/`, undefined, asynchronously)
      expect(status).toBe(202)
      expect(body.request_id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    }
    expect((await get("/api/links/")).body.count).toBe(12)
    advance(15)
    expect((await get("/api/links/")).body.count).toBe(0)
  })

  it("tells by a link_deleted webhook that carries the request id", async () => {
    const { call, sim, advance } = createTestSim()
    const { body } = await call("DELETE", `/api/links/${twelve.valid}/`, undefined, asynchronously)
    const again = await call("DELETE", `/api/links/${twelve.valid}/`, undefined, asynchronously)
    expect(again.body.request_id).toBe(body.request_id)
    advance(15)
    const received: unknown[] = []
    await sim.deliverWebhooks(async (text) => {
      received.push(JSON.parse(text))
      return new Response()
    })
    expect(received).toEqual([
      expect.objectContaining({
        webhook_type: "LINK",
        webhook_code: "link_deleted",
        link_id: twelve.valid,
        request_id: body.request_id,
        external_id: "usr_000001",
        data: {},
      }),
    ])
  })
})
