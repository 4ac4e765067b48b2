import { describe, expect, it } from "vitest"
import type { MfaKind } from "@/simulator/institutions"
import { createTestSim, type TestSim } from "@/simulator/testing"
import { twelve } from "@/simulator/worlds/twelve"

const institutionOf: Record<MfaKind, string> = {
  inputless: "heimdall_mx_retail",
  numeric: "heimdall_co_retail",
  qr: "heimdall_cl_retail",
  text: "heimdall_mx_business",
}
const kinds = ["inputless", "numeric", "qr", "text"] as const

interface Challenge {
  session: string
  link: string
  expiry: number | string
  value: string | null
  data: Record<string, unknown>
}

async function challenge({ sim, call }: TestSim, kind: MfaKind): Promise<Challenge> {
  const link = sim.world.addLink({ institution: institutionOf[kind], status: "token_required" })
  const { status, body } = await call("POST", `/api/links/${link.id}/refresh/`)
  expect(status).toBe(428)
  return toChallenge(body)
}

function toChallenge(body: Record<string, unknown>): Challenge {
  const data = Object(body.token_generation_data)
  return {
    session: String(body.session),
    link: String(body.link),
    expiry: Object(body).expiry,
    value: data.value,
    data,
  }
}

/** What the end user would type, from what the challenge shows. */
function tokenFor({ data, value }: Challenge): string | undefined {
  if (data.type === "qr") return undefined
  return data.type === "numeric" ? [...(value ?? "")].reverse().join("") : "111111"
}

const resume = ({ call }: TestSim, { session, link }: Challenge, token?: string) =>
  call("PATCH", "/api/links/", { session, link, ...(token === undefined ? {} : { token }) })

describe("MFA", () => {
  it.each(kinds)("a %s challenge is answered and the link is valid, with the same id", async (kind) => {
    const test = createTestSim()
    const asked = await challenge(test, kind)
    expect(asked.data.type).toBe(kind)
    const { status, body } = await resume(test, asked, tokenFor(asked))
    expect(status).toBe(200)
    expect(body).toMatchObject({ id: asked.link, status: "valid" })
    expect(Date.parse(String(body.last_accessed_at))).toBe(Date.parse("2026-03-01T12:00:00Z"))
  })

  it("shows nothing, a code, a PNG, a question", async () => {
    const test = createTestSim()
    const [inputless, numeric, qr, text] = [
      await challenge(test, "inputless"),
      await challenge(test, "numeric"),
      await challenge(test, "qr"),
      await challenge(test, "text"),
    ]
    expect(inputless.value).toBeNull()
    expect(numeric.value).toMatch(/^\d{6}$/)
    expect(
      Buffer.from(qr.value ?? "", "base64")
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG")
    expect(text.value).toContain("?")
  })

  it("sends expiry as number and as string, and expects_user_input sometimes not at all", async () => {
    const test = createTestSim()
    const asked = []
    for (let index = 0; index < 6; index++) asked.push(await challenge(test, "inputless"))
    expect(new Set(asked.map((one) => typeof one.expiry))).toEqual(new Set(["number", "string"]))
    expect(new Set(asked.map((one) => one.data.expects_user_input))).toEqual(new Set([true, undefined]))
    expect((await challenge(test, "qr")).data.expects_user_input).toBe(false)
  })

  it.each(["numeric", "qr"] as const)("a %s code that is answered too late comes back as another one", async (kind) => {
    const test = createTestSim()
    const asked = await challenge(test, kind)
    test.advance(61)
    const late = await resume(test, asked, tokenFor(asked))
    expect(late.status).toBe(428)
    const renewed = toChallenge(late.body)
    expect(renewed.value).not.toBe(asked.value)
    expect((await resume(test, renewed, tokenFor(renewed))).status).toBe(200)
  })

  it("a numeric code lives at least thirty seconds", async () => {
    const test = createTestSim()
    const asked = await challenge(test, "numeric")
    test.advance(29)
    expect((await resume(test, asked, tokenFor(asked))).status).toBe(200)
  })

  it("asks again after one wrong token and gives up after two", async () => {
    const test = createTestSim()
    const asked = await challenge(test, "text")
    expect((await resume(test, asked, "000000")).status).toBe(428)
    const second = await resume(test, asked, "000000")
    expect([second.status, second.body.code]).toEqual([400, "login_error"])
    expect((await resume(test, asked, "111111")).body.code).toBe("session_expired")
    expect(test.sim.world.getLink(asked.link)?.status).toBe("token_required")
  })

  it("ends a session when its seconds are over, never before", async () => {
    const test = createTestSim()
    const asked = await challenge(test, "text")
    test.advance(Number(asked.expiry))
    const { status, body } = await resume(test, asked, "111111")
    expect(status).toBe(400)
    expect(body).toMatchObject({
      code: "session_expired",
      message: "The session you are trying to resume has expired, please start again from register/retrieve endpoint",
    })
  })

  it("does not take the answer of another link, an unknown session or a missing one", async () => {
    const test = createTestSim()
    const asked = await challenge(test, "text")
    expect((await resume(test, { ...asked, link: twelve.valid }, "111111")).body.code).toBe("session_expired")
    expect((await resume(test, { ...asked, session: "0".repeat(32) }, "111111")).body.code).toBe("session_expired")
    expect((await test.call("PATCH", "/api/links/", {})).body).toMatchObject({ code: "required", field: "session" })
  })
})
