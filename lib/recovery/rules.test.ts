import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { rereadDelaysSeconds, settle, settleBefore, toCustomerLocale, widgetAddress } from "@/lib/recovery/rules"

const at = (clock: string) => new Date(`2026-03-01T${clock}Z`)
const silent = { reported: null, reportedAt: null, errorCode: null }
const session = { openedAt: at("09:00:00"), expiresAt: at("09:10:00"), ...silent }
const instant = fc.date({ min: at("08:00:00"), max: at("11:00:00"), noInvalidDate: true })

describe("settle", () => {
  it("calls a session healed as soon as a newer reading says valid", () => {
    const reading = { status: "valid", observedAt: at("09:03:00"), tried: false }
    expect(settle(session, reading, at("09:03:01"))).toBe("healed")
  })

  it("is not settled by what was read before it was opened", () => {
    const reading = { status: "valid", observedAt: at("08:59:59"), tried: false }
    expect(settle(session, reading, at("10:00:00"))).toBe("open")
  })

  it("has expired where Belvo could not be asked for an hour", () => {
    const reading = { status: "invalid", observedAt: at("08:59:59"), tried: true }
    expect(settle(session, reading, at("10:10:00"))).toBe("expired")
  })

  it("tells a customer who failed from one who never came", () => {
    const reading = { status: "invalid", observedAt: at("09:11:00"), tried: true }
    expect(settle(session, reading, at("09:11:00"))).toBe("still_broken")
    expect(settle(session, { ...reading, tried: false }, at("09:11:00"))).toBe("expired")
  })

  it("believes the widget only once a newer reading agrees", () => {
    const left = { ...session, reported: "exit", reportedAt: at("09:02:00") }
    const reading = { status: "invalid", tried: true, observedAt: at("09:01:59") }
    const later = { ...reading, observedAt: at("09:02:01") }
    expect(settle(left, reading, at("09:02:01"))).toBe("open")
    expect(settle(left, later, at("09:02:01"))).toBe("gave_up")
    expect(settle({ ...left, errorCode: "login_error" }, later, at("09:02:01"))).toBe("failed")
    expect(settle({ ...left, reported: "error" }, later, at("09:02:01"))).toBe("failed")
    expect(settle({ ...left, reported: "success" }, later, at("09:02:01"))).toBe("open")
    expect(settle(left, { ...later, status: "valid" }, at("09:02:01"))).toBe("healed")
  })

  it("remembers of who never came back what had gone wrong", () => {
    const reading = { status: "invalid", observedAt: at("09:11:00"), tried: true }
    expect(settle({ ...session, errorCode: "login_error" }, reading, at("09:11:00"))).toBe("failed")
  })

  it("comes to what it has come to where another is being opened, and is replaced only while it had time left", () => {
    const reading = { status: "invalid", observedAt: at("09:10:05"), tried: true }
    const soon = at("09:10:06")
    expect(settle(session, reading, soon)).toBe("open")
    expect(settleBefore(session, reading, soon)).toBe("still_broken")
    expect(settleBefore(session, { ...reading, tried: false }, soon)).toBe("expired")
    expect(settleBefore({ ...session, errorCode: "login_error" }, reading, soon)).toBe("failed")
    expect(settleBefore(session, { ...reading, status: "valid" }, soon)).toBe("healed")
    const early = { ...reading, observedAt: at("09:05:00") }
    expect(settleBefore(session, early, at("09:05:00"))).toBe("replaced")
    const left = { ...session, reported: "exit", reportedAt: at("09:04:00") }
    expect(settleBefore(left, early, at("09:05:00"))).toBe("gave_up")
  })

  it("gives nobody up before the address has expired, and everybody by the last look", () => {
    fc.assert(
      fc.property(instant, instant, fc.boolean(), (observedAt, now, tried) => {
        const state = settle(session, { status: "invalid", observedAt, tried }, now)
        if (now < session.expiresAt) expect(state).toBe("open")
        const lastLook = new Date(session.openedAt.getTime() + Math.max(...rereadDelaysSeconds) * 1_000)
        if (now >= lastLook && observedAt > session.openedAt) expect(state).not.toBe("open")
      }),
    )
  })
})

describe("widgetAddress", () => {
  it("carries the token and nothing else", () => {
    expect(widgetAddress("https://widget.belvo.io", "a.b.c")).toBe("https://widget.belvo.io/?access_token=a.b.c")
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (token) => {
        fc.pre(token.isWellFormed())
        expect(new URL(widgetAddress("http://127.0.0.1:4010/widget", token)).searchParams.get("access_token")).toBe(
          token,
        )
      }),
    )
  })
})

describe("toCustomerLocale", () => {
  it("speaks Portuguese to customers of Brazilian institutions and otherwise as the environment says", () => {
    expect(toCustomerLocale("BR", "es")).toBe("pt-BR")
    expect(toCustomerLocale("MX", "en")).toBe("en")
    expect(toCustomerLocale(null, "klingon")).toBe("es")
  })
})
