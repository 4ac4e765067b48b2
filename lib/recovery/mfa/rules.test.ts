import fc from "fast-check"
import QRCode from "qrcode"
import { describe, expect, it } from "vitest"
import { retrievables } from "@/lib/belvo/schema"
import { smallJpeg } from "@/lib/recovery/mfa/images/fixtures/jpeg"
import { cheapestRetrieval, mfaRefusalKey, sessionIn, toQrImage } from "@/lib/recovery/mfa/rules"
import errors from "@/messages/en/errors.json"

const jpeg = Buffer.from(smallJpeg)

describe("toQrImage", () => {
  it("shows a PNG or a JPEG, with or without its data address", async () => {
    const png = (await QRCode.toBuffer("bank-login:123456")).toString("base64")
    expect(toQrImage(png)).toBe(`data:image/png;base64,${png}`)
    expect(toQrImage(`data:image/png;base64,${png}`)).toBe(`data:image/png;base64,${png}`)
    expect(toQrImage(jpeg.toString("base64"))).toBe(`data:image/jpeg;base64,${jpeg.toString("base64")}`)
  })

  it.each([
    ["an SVG, which can carry scripts", Buffer.from("<svg onload='x'/>").toString("base64")],
    ["an address", "https://bank.example/login?code=123"],
    [
      "a PNG of 64 KiB",
      Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), Buffer.alloc(65_536)]).toString("base64"),
    ],
    ["a JPEG that was cut", jpeg.subarray(0, -8).toString("base64")],
    ["another type's data address", `data:text/html;base64,${jpeg.toString("base64")}`],
    ["nothing", ""],
  ])("takes %s for text", (_what, value) => {
    expect(toQrImage(value)).toBeNull()
  })

  it("lets through nothing but base64 of the two kinds, whatever comes", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.base64String(),
          fc.uint8Array().map((b) => Buffer.concat([jpeg, b]).toString("base64")),
        ),
        (value) => {
          const image = toQrImage(value)
          if (image !== null) expect(image).toMatch(/^data:image\/(png|jpeg);base64,[A-Za-z0-9+/]+=*$/)
        },
      ),
    )
  })
})

describe("cheapestRetrieval", () => {
  const resource: fc.Arbitrary<string> = fc.constantFrom(
    "ACCOUNTS",
    "OWNERS",
    "TRANSACTIONS",
    "BILLS",
    "INVOICES",
    "TAX_STATUS",
    "EMPLOYMENTS",
  )
  const resources = fc.uniqueArray(resource)
  const of = (fetchResources: string[], institution: string[] | null) =>
    cheapestRetrieval({ link: { fetchResources }, institution: institution && { resources: institution } })

  it.each([
    [["ACCOUNTS", "OWNERS", "TRANSACTIONS"], { by: "accounts" }],
    [["TRANSACTIONS", "OWNERS"], { by: "owners" }],
    [["INVOICES", "TAX_STATUS"], { by: "refresh", resource: "TAX_STATUS" }],
    [["SOMETHING", "ANYTHING"], { by: "refresh", resource: "ANYTHING" }],
    [[], { by: "refresh", resource: null }],
  ])("of %j is %j", (institution, retrieval) => {
    expect(of([], institution)).toEqual(retrieval)
  })

  it("asks for nothing that the institution does not offer, and reads alone what it can", () => {
    fc.assert(
      fc.property(resources, fc.option(resources), (fetched, institution) => {
        const offered = institution?.length ? institution : fetched
        const retrieval = of(fetched, institution)
        const asked = retrieval.by === "refresh" ? retrieval.resource : retrieval.by.toUpperCase()
        if (asked !== null) expect(offered).toContain(asked)
        const readable = retrievables.some((name) => offered.includes(name.toUpperCase()))
        expect(retrieval.by === "refresh").toBe(!readable)
      }),
    )
  })
})

describe("sessionIn", () => {
  const session = "be7a15d5f0b84d8ea60f6c12cb2a7b32"

  it.each([
    ["the id", session],
    ["the id with dashes, blanks and capitals", " BE7A15D5-F0B8-4D8E-A60F-6C12CB2A7B32\n"],
    ["the whole 428", JSON.stringify([{ code: "token_required", session, link: crypto.randomUUID() }])],
  ])("finds it in %s", (_what, pasted) => {
    expect(sessionIn(pasted)).toBe(session)
  })

  it.each([
    ["a link's 428 twice", JSON.stringify([{ session }, { session }])],
    ["an id of another length", session.slice(1)],
    ["two ids", `${session} ${session}`],
    ["a 428 without one", JSON.stringify([{ code: "token_required" }])],
  ])("finds none in %s", (_what, pasted) => {
    expect(sessionIn(pasted)).toBeNull()
  })

  it("answers what Belvo takes, or nothing", () => {
    fc.assert(fc.property(fc.string(), (pasted) => /^[a-f0-9]{32}$/.test(sessionIn(pasted) ?? session)))
  })
})

it.each([
  ...["login_error", "activation_required", "activation_failed", "invalid_link", "unconfirmed_link", "request_timeout"],
  ...["unsupported_operation", "method_not_allowed", "access_to_resource_denied", "operational_limits_reached"],
  ...[
    "too_many_sessions",
    "institution_down",
    "institution_unavailable",
    "institution_inactive",
    "expired_credentials",
  ],
])("has a sentence of our own for %s", (code) => {
  const [group = "", name = ""] = (mfaRefusalKey(code) ?? "").split(".")
  expect(errors).toHaveProperty([group, name])
})
