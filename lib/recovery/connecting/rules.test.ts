import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { examine } from "@/lib/external-ids/rules"
import {
  connectAddress,
  contradictions,
  judge,
  resourcesFor,
  settleConnecting,
  wayOut,
} from "@/lib/recovery/connecting/rules"
import { reports } from "@/lib/recovery/connecting/schema"

const at = (clock: string) => new Date(`2026-03-01T${clock}Z`)
const session = { openedAt: at("09:00:00"), expiresAt: at("09:10:00"), reported: null, errorCode: null }
const asked = at("09:11:00")

describe("judge", () => {
  it.each([
    ["usr_001204", "fine", []],
    ["ana@example.com", "refused", ["email", "characters"]],
    ["ab", "refused", ["too_short"]],
    ["x".repeat(257), "refused", ["too_long"]],
    ["usr 001204", "refused", ["characters"]],
  ] as const)("finds %s %s", (externalId, kind, findings) => {
    expect(judge(examine(externalId), [])).toEqual({ kind, findings })
  })

  it("doubts a plain number only where those beside it are meant", () => {
    const number = { findings: [{ kind: "cpf", grade: "number", shape: "11" }], shape: "11" } as const
    expect(judge(number, [])).toEqual({ kind: "fine", findings: [] })
    expect(judge(number, ["cpf"])).toEqual({ kind: "doubtful", findings: ["cpf"] })
  })

  it("refuses whatever Belvo's own rules refuse, and never more than doubts what they take", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        const { kind } = judge(examine(text), [])
        if (!/^[A-Za-z0-9_-]{3,256}$/.test(text)) expect(kind).toBe("refused")
      }),
    )
  })
})

describe("settleConnecting", () => {
  it("takes a link for made as soon as it is there and finished", () => {
    expect(settleConnecting(session, { link: { status: "valid" }, askedAt: null }, at("09:01:00"))).toBe("connected")
    expect(settleConnecting(session, { link: { status: "unconfirmed" }, askedAt: null }, at("09:01:00"))).toBe("open")
  })

  it("tells by the widget's own word how the customer left, once the address has run out", () => {
    const end = (reported: string | null, errorCode: string | null, status?: string) =>
      settleConnecting({ ...session, reported, errorCode }, { link: status ? { status } : null, askedAt: asked }, asked)
    expect(end("exit", null)).toBe("gave_up")
    expect(end("exit", "login_error")).toBe("failed")
    expect(end("error", "duplicated")).toBe("failed")
    expect(end(null, null)).toBe("expired")
    expect(end(null, null, "unconfirmed")).toBe("gave_up")
    expect(end("success", null)).toBe("expired")
  })

  it("gives nobody up while the address can be used, and nobody credit without a link, whatever the widget says", () => {
    const told = fc.record({
      reported: fc.option(fc.constantFrom(...reports)),
      errorCode: fc.option(fc.constantFrom("login_error", "duplicated")),
    })
    const seconds = fc.integer({ min: 0, max: 20_000 })
    fc.assert(
      fc.property(told, seconds, fc.boolean(), (said, after, wasAsked) => {
        const now = new Date(session.openedAt.getTime() + after * 1_000)
        const state = settleConnecting({ ...session, ...said }, { link: null, askedAt: wasAsked ? now : null }, now)
        if (after < 600) expect(state).toBe("open")
        if (after > 600 + 3_600) expect(state).not.toBe("open")
        expect(state).not.toBe("connected")
      }),
    )
  })
})

describe("wayOut", () => {
  it("knows an exit after an error for a failure", () => {
    expect(wayOut({ reported: "exit", errorCode: "institution_down" })).toBe("failed")
    expect(wayOut({ reported: "success", errorCode: null })).toBeNull()
  })
})

describe("contradictions", () => {
  const wanted = { fetchResources: ["ACCOUNTS", "OWNERS"], staleIn: "365d", credentialsStorage: "30d" }
  const making = { fetchResources: ["OWNERS"], staleIn: "365d", credentialsStorage: "30d" }

  it("lets a token pass that says nothing, or no more than was asked for", () => {
    expect(contradictions({ link: null, making }, wanted)).toEqual([])
    const silent = { fetchResources: null, staleIn: null, credentialsStorage: null }
    expect(contradictions({ link: null, making: silent }, wanted)).toEqual([])
  })

  it("names each claim that would do something else", () => {
    expect(contradictions({ link: { id: "1" }, making }, wanted)).toEqual(["link"])
    const other = { fetchResources: ["BILLS"], staleIn: "30d", credentialsStorage: "store" }
    expect(contradictions({ link: null, making: other }, wanted)).toEqual([
      "fetch_resources",
      "stale_in",
      "credentials_storage",
    ])
  })
})

describe("connectAddress", () => {
  it("carries the token, whose link it will be, and how it is to be made", () => {
    const address = { access: "a.b.c", externalId: "usr_1", accessMode: "single", locale: "pt-BR" } as const
    expect(connectAddress("https://widget.belvo.io", { ...address, institution: "erebor_mx_retail" })).toBe(
      "https://widget.belvo.io/?access_token=a.b.c&locale=pt&access_mode=single&external_id=usr_1&institutions=erebor_mx_retail",
    )
    expect(connectAddress("https://widget.belvo.io", { ...address, institution: null })).not.toContain("institutions")
  })
})

describe("resourcesFor", () => {
  it("asks an institution for what it has, and all where nobody knows", () => {
    expect(resourcesFor(["ACCOUNTS", "INVOICES"], { resources: ["INVOICES"] })).toEqual(["INVOICES"])
    expect(resourcesFor(["ACCOUNTS"], { resources: [] })).toEqual(["ACCOUNTS"])
    expect(resourcesFor(["ACCOUNTS"], null)).toEqual(["ACCOUNTS"])
  })
})
