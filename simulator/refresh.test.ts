import { describe, expect, it } from "vitest"
import { createTestSim } from "@/simulator/testing"
import { twelve } from "@/simulator/worlds/twelve"

const path = `/api/links/${twelve.valid}/refresh/`

describe("POST /api/links/{id}/refresh/", () => {
  it("accepts once in ten minutes, and says how many are left", async () => {
    const { call, advance } = createTestSim()
    const first = await call("POST", path)
    expect(first.status).toBe(202)
    expect(first.body.request_id).toMatch(/^[a-f0-9]{32}$/)
    advance(170)
    const second = await call("POST", path)
    expect(second.status).toBe(409)
    expect(second.body).toMatchObject({
      code: "link_refreshed",
      message: "The link has already been refreshed. Please wait 8 minutes before trying again.",
    })
    advance(430)
    expect((await call("POST", path)).status).toBe(202)
  })

  it("later moves the last access and sends a historical_update for each resource, under its request id with dashes", async () => {
    const { call, sim, advance } = createTestSim()
    const before = sim.world.getLink(twelve.valid)
    const { body } = await call("POST", path, { fetch_resources: ["ACCOUNTS", "TRANSACTIONS"] })
    expect(sim.world.getLink(twelve.valid)).toEqual(before)
    advance(30)
    const after = sim.world.getLink(twelve.valid)
    expect(Date.parse(after?.last_accessed_at ?? "")).toBeGreaterThan(Date.parse(before?.last_accessed_at ?? ""))
    const received: Record<string, unknown>[] = []
    await sim.deliverWebhooks(async (text) => {
      received.push(JSON.parse(text))
      return new Response()
    })
    expect(received.map((one) => [one.webhook_type, one.webhook_code, one.process_type])).toEqual([
      ["ACCOUNTS", "historical_update", "historical_update"],
      ["TRANSACTIONS", "historical_update", "historical_update"],
    ])
    for (const one of received) {
      expect(one.request_id).toMatch(/-/)
      expect(String(one.request_id).replaceAll("-", "")).toBe(body.request_id)
    }
  })

  it.each([
    [twelve.invalid, 400, "invalid_link"],
    [twelve.unconfirmed, 400, "unconfirmed_link"],
    [twelve.tokenRequired, 428, "token_required"],
    [twelve.storageOver, 404, "expired_credentials"],
    ["10000000-0000-4000-8000-999999999999", 404, "not_found"],
  ])("refuses %s with %i %s", async (id, status, code) => {
    const answer = await createTestSim().call("POST", `/api/links/${id}/refresh/`)
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })

  it("names what the institution supports where something else was asked for", async () => {
    const { body } = await createTestSim().call("POST", path, { fetch_resources: ["INVOICES"] })
    expect(body).toMatchObject({ code: "invalid", field: "resources" })
    expect(body.message).toContain("ACCOUNTS, OWNERS")
  })
})
