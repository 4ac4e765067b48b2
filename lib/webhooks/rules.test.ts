import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { fingerprintText, readyResource, repeatWithinMs, rereadPriority, toWord } from "@/lib/webhooks/rules"

const told = { type: "LINK", code: "invalid_credentials", linkId: "l", requestId: "r", data: {} }

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
