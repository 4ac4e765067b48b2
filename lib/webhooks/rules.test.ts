import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { fingerprintText, nameOf, readyResource, repeatWithinMs, rereadPriority, toWord } from "@/lib/webhooks/rules"

const told = { type: "LINK", code: "invalid_credentials", linkId: "l", requestId: "r", data: {}, rawHash: "hash" }

describe("fingerprintText", () => {
  it("does not care for the order of names, at any depth", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (data) => {
        const turned = Object.fromEntries(Object.entries(data).toReversed())
        expect(fingerprintText({ ...told, data: { inner: turned } })).toBe(
          fingerprintText({ ...told, data: { inner: data } }),
        )
      }),
    )
  })

  it("tells apart what differs in any part", () => {
    const others = [
      { type: "CONSENT" },
      { code: null },
      { linkId: "m" },
      { requestId: null },
      { data: { a: 1 } },
      { data: [1, 2] },
      { data: [2, 1] },
    ]
    const texts = [told, ...others.map((other) => ({ ...told, ...other }))].map(fingerprintText)
    expect(new Set(texts).size).toBe(texts.length)
  })
})

describe("fingerprintText of what is no webhook", () => {
  const unreadable = { type: null, code: null, linkId: null, requestId: null, data: null }

  it("tells bodies apart, and nothing else can", () => {
    expect(fingerprintText({ ...unreadable, rawHash: "a" })).not.toBe(fingerprintText({ ...unreadable, rawHash: "b" }))
    expect(fingerprintText({ ...unreadable, rawHash: "a" })).toBe(fingerprintText({ ...unreadable, rawHash: "a" }))
  })

  it("does not tell apart by the body what says the same", () => {
    expect(fingerprintText({ ...told, rawHash: "a" })).toBe(fingerprintText({ ...told, rawHash: "b" }))
  })
})

describe("repeatWithinMs", () => {
  it("is a day with a request id and half an hour without", () => {
    expect([repeatWithinMs("r"), repeatWithinMs(null)]).toEqual([86_400_000, 1_800_000])
  })
})

describe("rereadPriority", () => {
  it.each([
    ["LINK", 0],
    ["CONSENT", 0],
    ["ACCOUNTS", 1],
    [null, 1],
  ])("of %s is %i", (type, expected) => {
    expect(rereadPriority(type)).toBe(expected)
  })
})

describe("readyResource", () => {
  it("is the type of a historical update, and of nothing else", () => {
    expect(readyResource({ type: "TRANSACTIONS", code: "historical_update" })).toBe("TRANSACTIONS")
    expect(readyResource({ type: "TRANSACTIONS", code: "new_transactions_available" })).toBeNull()
  })
})

describe("toWord", () => {
  it.each([
    ["a\0b", "ab"],
    ["a\ud800", "a\ufffd"],
    [`${"x".repeat(99)}\u{1f511}`, `${"x".repeat(99)}\ufffd`],
    ["invalid_credentials", "invalid_credentials"],
  ])("makes of %j what can be stored", (text, expected) => {
    expect(toWord(text)).toBe(expected)
  })
})

describe("nameOf", () => {
  it.each([
    ["LINK", "invalid_credentials", { key: "invalid_credentials" }],
    ["LINK", "token_required", { key: "token_required" }],
    ["LINK", "link_deleted", { key: "link_deleted" }],
    ["CONSENT", "openfinance_consent_expired", { key: "consent_expired" }],
    ["CONSENT", "consent_expired", { key: "consent_expired" }],
    ["CONSENT", "openfinance_consent_about_to_expire", { key: "consent_about_to_expire" }],
    ["CONSENT", "openfinance_consent_with_unrecoverable_resources", { key: "consent_unrecoverable" }],
    ["CONSENT", "openfinance_consent_with_temporarily_unavailable_resources", { key: "consent_unavailable" }],
    ["CONSENT", "openfinance_consent_expiration_changed", { key: "consent_changed" }],
    ["ACCOUNTS", "historical_update", { key: "data_ready", resource: "ACCOUNTS" }],
    ["OWNERS", "new_owners_available", { key: "data_new", resource: "OWNERS" }],
    ["TRANSACTIONS", "transactions_deleted", { key: "transactions_deleted" }],
    ["TAX_RETURNS", "historical_update", { key: "data_ready", resource: "TAX_RETURNS" }],
    ["ACCOUNTS", "historical_update_progress_complete", { key: "historical_complete" }],
  ])("knows %s %s", (type, code, expected) => {
    expect(nameOf({ type, code })).toEqual(expected)
  })

  it.each([
    ["LINK", "moon_rose"],
    ["HOROSCOPES", "historical_update"],
    ["ACCOUNTS", "constructor"],
    ["constructor", "name"],
    ["LINK", "toString"],
    [null, null],
  ])("has no name for %s %s, which is shown as it came", (type, code) => {
    expect(nameOf({ type, code })).toBeNull()
  })
})
