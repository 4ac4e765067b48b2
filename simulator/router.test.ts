import { describe, expect, it } from "vitest"
import { createTestSim } from "@/simulator/testing"

describe("the API", () => {
  it("tells a right key from a wrong one at GET /api/", async () => {
    const { get, call } = createTestSim()
    expect((await get("/api/")).status).toBe(200)
    for (const authorization of ["", "Basic d3Jvbmc6d3Jvbmc=", "Bearer x"]) {
      const { status, text } = await call("GET", "/api/", undefined, { authorization })
      expect(status).toBe(401)
      expect(JSON.parse(text)).toEqual([
        {
          code: "authentication_failed",
          message: "Invalid Secret Keys",
          request_id: expect.stringMatching(/^[a-f0-9]{32}$/),
        },
      ])
    }
  })

  it("refuses methods that an address has not", async () => {
    const { call } = createTestSim()
    const { status, body } = await call("PATCH", "/api/institutions/")
    expect(status).toBe(405)
    expect(body).toMatchObject({ code: "method_not_allowed", message: 'Method "PATCH" not allowed.' })
  })

  it.each(["{", "not json", "[1]", '"text"'])("refuses the body %s", async (body) => {
    const answer = await createTestSim().call("POST", "/api/links/", body)
    expect(answer.status).toBe(400)
    expect(["parse_error", "invalid"]).toContain(answer.body.code)
  })

  it("redirects a GET without its last slash, and knows no other address, in HTML", async () => {
    const { call } = createTestSim()
    const redirected = await call("GET", "/api/links?page=2")
    expect([redirected.status, redirected.headers.get("location")]).toEqual([
      301,
      "https://sandbox.belvo.com/api/links/?page=2",
    ])
    for (const [method, path] of [
      ["POST", "/api/links"],
      ["GET", "/api/nothing/"],
    ] as const) {
      const { status, text, headers } = await call(method, path)
      expect([status, headers.get("content-type")]).toEqual([404, "text/html"])
      expect(text).toContain("404 Not Found")
    }
  })
})
