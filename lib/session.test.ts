import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { ownAddress } from "@/lib/session"

const base = "https://enlace.example.com"

describe("ownAddress", () => {
  it.each([
    ["/sandbox/links", `${base}/sandbox/links`],
    [`${base}/settings`, `${base}/settings`],
    ["https://enlace.example.com.evil.example.com/", base],
    ["//evil.example.com", base],
    ["https://enlace.example.com@evil.example.com", base],
  ])("leads %s to %s", (given, address) => {
    expect(ownAddress(given, base)).toBe(address)
  })

  it("never leaves our origin", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl()), (text) => {
        expect(new URL(ownAddress(text, base)).origin).toBe(base)
      }),
    )
  })
})
