import { describe, expect, it } from "vitest"
import { createTestSim } from "@/simulator/testing"

describe("limits", () => {
  it("answers 80 requests in any 30 seconds, then HTML 403, until the oldest are 30 seconds old", async () => {
    const { get, advance } = createTestSim()
    for (let sent = 0; sent < 80; sent++) expect((await get("/api/")).status).toBe(200)
    const refused = await get("/api/")
    expect([refused.status, refused.headers.get("content-type")]).toEqual([403, "text/html"])
    expect(refused.text).toContain("<title>403 Forbidden</title>")
    expect(refused.text).toContain("openresty/1.15.8.2")
    advance(29)
    expect((await get("/api/")).status).toBe(403)
    advance(1.1)
    expect((await get("/api/")).status).toBe(200)
  })

  it("counts each address by itself", async () => {
    const { sim } = createTestSim({ limits: { requestsPer30s: 1 } })
    const send = (remote: string) => sim.handle(new Request("https://sandbox.belvo.com/api/"), remote)
    expect((await send("10.0.0.1")).status).toBe(401)
    expect((await send("10.0.0.2")).status).toBe(401)
    expect((await send("10.0.0.1")).status).toBe(403)
  })

  it("can be lifted and set", async () => {
    const lifted = createTestSim({ limits: { enforce: false } })
    for (let sent = 0; sent < 100; sent++) expect((await lifted.get("/api/")).status).toBe(200)
    const set = createTestSim({ limits: { requestsPer30s: 2 } })
    const statuses = [await set.get("/api/"), await set.get("/api/"), await set.get("/api/")].map((one) => one.status)
    expect(statuses).toEqual([200, 200, 403])
  })
})
