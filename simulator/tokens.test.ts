import { describe, expect, it } from "vitest"
import { createTestSim, type TestSim } from "@/simulator/testing"
import { twelve } from "@/simulator/worlds/twelve"

function bodyOf({ sim }: TestSim, more: object = {}) {
  return { id: sim.key.id, password: sim.key.password, scopes: "read_institutions,write_links,read_links", ...more }
}

function claimsOf(access: unknown) {
  const [header = "", payload = "", signature = ""] = String(access).split(".")
  const decode = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString())
  return { header: decode(header), payload: decode(payload), signature: Buffer.from(signature, "base64url") }
}

describe("POST /api/token/", () => {
  it("needs the key in the body, not in the header", async () => {
    const test = createTestSim()
    const { status, body } = await test.call("POST", "/api/token/", bodyOf(test), { authorization: "" })
    expect(status).toBe(200)
    expect(Object.keys(body)).toEqual(["access", "refresh"])
    const wrong = await test.call("POST", "/api/token/", bodyOf(test, { password: "wrong" }))
    expect([wrong.status, wrong.body.code]).toEqual([401, "authentication_failed"])
  })

  it("signs claims as Belvo's examples have them: HS512, twenty minutes, and 7,200 days to refresh", async () => {
    const test = createTestSim()
    const more = { fetch_resources: ["ACCOUNTS"], stale_in: "365d", credentials_storage: "30d" }
    const { body } = await test.call("POST", "/api/token/", bodyOf(test, more))
    const { header, payload, signature } = claimsOf(body.access)
    expect(header.alg).toBe("HS512")
    expect(signature).toHaveLength(64)
    expect(payload).toMatchObject({
      token_type: "access",
      scopes: ["read_institutions", "write_links", "read_links"],
      environment: "sandbox",
      api_url: "sandbox.belvo.com",
      ...more,
    })
    expect(payload.exp - payload.iat).toBe(1200)
    expect(payload.jti).toMatch(/^[a-f0-9]{32}$/)
    const refresh = claimsOf(body.refresh).payload
    expect(refresh.exp - refresh.iat).toBe(622_080_000)
  })

  it("binds the token to a link by link_id, and ignores link in silence", async () => {
    const test = createTestSim()
    const update = await test.call("POST", "/api/token/", bodyOf(test, { link_id: twelve.invalid }))
    expect(claimsOf(update.body.access).payload.link).toEqual({
      id: twelve.invalid,
      status: "invalid",
      institution: "gringotts_mx_retail",
    })
    const ordinary = await test.call("POST", "/api/token/", bodyOf(test, { link: twelve.invalid }))
    expect(ordinary.status).toBe(200)
    expect(claimsOf(ordinary.body.access).payload).not.toHaveProperty("link")
  })

  it.each([
    [{ scopes: undefined }, "required"],
    [{ scopes: "" }, "blank"],
    [{ fetch_resources: "ACCOUNTS" }, "not_a_list"],
    [{ stale_in: "1 year" }, "invalid"],
    [{ credentials_storage: "always" }, "invalid"],
    [{ widget: "small" }, "invalid"],
    [{ link_id: "10000000-0000-4000-8000-999999999999" }, "does_not_exist"],
  ])("refuses %o", async (more, code) => {
    const test = createTestSim()
    const { status, body } = await test.call("POST", "/api/token/", bodyOf(test, more))
    expect([status, body.code]).toEqual([400, code])
  })

  it("is usable for ten minutes and only with its own signature", async () => {
    const test = createTestSim()
    const { body } = await test.call("POST", "/api/token/", bodyOf(test))
    const { tokens, now } = test.sim.sim
    const access = String(body.access)
    expect(tokens.open(access, now())).not.toBeNull()
    expect(tokens.open(String(body.refresh), now())).toBeNull()
    expect(tokens.open(`${access.slice(0, -4)}AAAA`, now())).toBeNull()
    expect(tokens.open("nonsense", now())).toBeNull()
    test.advance(600)
    expect(tokens.open(access, now())).toBeNull()
  })
})
