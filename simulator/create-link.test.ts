import { describe, expect, it } from "vitest"
import { createTestSim } from "@/simulator/testing"

const good = { institution: "erebor_mx_retail", username: "bnk100", password: "full", external_id: "usr_009999" }

describe("POST /api/links/", () => {
  it("registers, and never lists: without a body it names what is missing", async () => {
    const { status, text } = await createTestSim().call("POST", "/api/links/?status=invalid")
    expect(status).toBe(400)
    expect(JSON.parse(text).map((error: { code: string; field: string }) => [error.code, error.field])).toEqual([
      ["required", "institution"],
      ["required", "username"],
      ["required", "password"],
    ])
  })

  it("creates a valid recurrent link whose data comes some seconds later", async () => {
    const { call, get, advance } = createTestSim()
    const { status, body } = await call("POST", "/api/links/", good)
    expect(status).toBe(201)
    expect(body).toMatchObject({
      status: "valid",
      access_mode: "recurrent",
      refresh_rate: "7d",
      credentials_storage: "store",
    })
    expect(body.institution_user_id).toMatch(/^[A-Za-z0-9_-]{43}=$/)
    expect((await get(`/api/accounts/?link=${body.id}`)).body.count).toBe(0)
    advance(30)
    expect((await get(`/api/accounts/?link=${body.id}`)).body.count).toBeGreaterThan(0)
  })

  it("gives the same person at the same institution the same institution_user_id", async () => {
    const { call } = createTestSim()
    const [first, second, other] = [
      await call("POST", "/api/links/", good),
      await call("POST", "/api/links/", { ...good, external_id: "usr_010000" }),
      await call("POST", "/api/links/", { ...good, username: "bnk101" }),
    ]
    expect(second.body.institution_user_id).toBe(first.body.institution_user_id)
    expect(other.body.institution_user_id).not.toBe(first.body.institution_user_id)
  })

  it("refuses a duplicate where that was opted into, but not for one that was never confirmed", async () => {
    const { call } = createTestSim({ refuseDuplicates: true })
    const mfa = { ...good, institution: "heimdall_mx_retail" }
    expect((await call("POST", "/api/links/", mfa)).status).toBe(428)
    expect((await call("POST", "/api/links/", mfa)).status).toBe(428)
    const { body } = await call("POST", "/api/links/", good)
    const again = await call("POST", "/api/links/", good)
    expect(again.status).toBe(400)
    expect(again.body).toMatchObject({
      code: "duplicated",
      message: "Link already exists",
      institution_user_id: body.institution_user_id,
    })
  })

  it.each(["ana@example.com", "5512345678", "123.456.789-09", "76109277673", "BLPM951331HDFLRN54", "4111111111111111"])(
    "blanks personal data in external_id: %s",
    async (external_id) => {
      const { body } = await createTestSim().call("POST", "/api/links/", { ...good, external_id })
      expect(body.external_id).toBeNull()
    },
  )

  it.each([
    [{ institution: "narnia" }, "does_not_exist", "Object with name=narnia does not exist."],
    [{ username: null }, "null", "This field may not be null."],
    [{ password: "" }, "blank", "This field may not be blank."],
    [{ access_mode: "Dominik" }, "invalid_choice", `"Dominik" is not a valid choice.`],
    [{ fetch_resources: "ACCOUNTS" }, "not_a_list", `Expected a list but got type "str".`],
    [{ fetch_resources: ["INVOICES"] }, "invalid", /^The institution only supports the following resources: /],
    [{ credentials_storage: "30d" }, "invalid_credentials_storage", "Recurrent links must store the credentials"],
    [
      { access_mode: "single", credentials_storage: "nostore" },
      "invalid_fetch_resources",
      "Single links without stored credentials must fetch resources",
    ],
    [{ password: "wrong one" }, "login_error", "Invalid credentials provided to login to the institution"],
    [{ institution: "mapocho_cl_business" }, "institution_down", /institution is down/],
    [{ institution: "ofmockbank_br_retail" }, "unsupported_operation", /not supported/],
    [{ external_id: "ab" }, "invalid", /at least 3/],
    [{ stale_in: "1 year" }, "invalid", /pattern/],
  ])("refuses %o as %s", async (change, code, message) => {
    const { sim, call } = createTestSim()
    const { status, body } = await call("POST", "/api/links/", { ...good, ...change })
    expect(status).toBe(400)
    expect(body.code).toBe(code)
    expect(body.message).toMatch(message)
    expect(sim.world.size).toBe(12)
  })

  it("needs no password for IMSS", async () => {
    const { call } = createTestSim()
    const imss = { institution: "imss_mx_employment", username: "BLPM951331IONVGR54" }
    expect((await call("POST", "/api/links/", imss)).status).toBe(201)
  })

  it("answers 428 where a token is needed, with a link that stays unconfirmed", async () => {
    const { call, get } = createTestSim()
    const wanted = { institution: "heimdall_mx_retail", username: "mfa_default", password: "pass_valid" }
    const { status, body } = await call("POST", "/api/links/", wanted)
    expect(status).toBe(428)
    expect(body).toMatchObject({
      code: "token_required",
      message: "A MFA token is required by the institution to login",
      token_generation_data: { type: "inputless", value: null },
    })
    expect(body.session).toMatch(/^[a-f0-9]{32}$/)
    const link = await get(`/api/links/${body.link}/`)
    expect(link.body).toMatchObject({ status: "unconfirmed", last_accessed_at: null })
    const resumed = await call("PATCH", "/api/links/", { session: body.session, link: body.link, token: "111111" })
    expect(resumed.status).toBe(200)
    expect(resumed.body).toMatchObject({ id: body.link, status: "valid" })
  })
})
