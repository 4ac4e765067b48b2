import { describe, expect, it } from "vitest"
import { createBelvoSim } from "@/simulator/belvo"
import { createTestSim } from "@/simulator/testing"
import { createWorld } from "@/simulator/worlds/create-world"
import { twelve } from "@/simulator/worlds/twelve"

describe("createBelvoSim", () => {
  it("lists twelve links, ten a page, with an absolute next", async () => {
    const { get } = createTestSim()
    const { status, body } = await get("/api/links/")
    expect(status).toBe(200)
    expect(body).toMatchObject({ count: 12, next: "https://sandbox.belvo.com/api/links/?page=2", previous: null })
    expect(body.results).toHaveLength(10)
  })

  it("answers the same to the same requests of two runs", async () => {
    const answers = await Promise.all(
      [createTestSim(), createTestSim()].map(({ call }) => call("POST", "/api/links/", {})),
    )
    expect(answers[0]).toEqual(answers[1])
  })

  it("logs requests in their order, with their query", async () => {
    const { sim, get } = createTestSim()
    await get(`/api/links/${twelve.valid}/`)
    await get("/api/links/?page_size=1")
    expect(sim.requests).toEqual([`GET /api/links/${twelve.valid}/`, "GET /api/links/?page_size=1"])
  })

  it("gives up a body that is still coming when the request is aborted", async () => {
    const now = new Date("2026-03-01T12:00:00Z")
    const sim = createBelvoSim({ world: createWorld("twelve", { now }), now: () => now })
    sim.failNext({ kind: "slow", bodyDelayMs: 60_000 })
    const abort = new AbortController()
    const response = await sim.fetch("https://sandbox.belvo.com/api/links/", { signal: abort.signal })
    abort.abort()
    await expect(response.text()).rejects.toThrow(/abort/i)
  })
})
