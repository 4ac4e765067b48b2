import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { openSeal, personal, SealBroken, sameSecret, seal, subkey } from "@/lib/seal"

const key = Buffer.alloc(32, 1)
const context = ["7", "https://sandbox.belvo.com", "1"]

describe("seal", () => {
  it("opens to what was sealed, whatever it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => openSeal(key, context, seal(key, context, text)) === text),
    )
  })

  it("never gives the same bytes twice", () => {
    expect(seal(key, context, "a")).not.toEqual(seal(key, context, "a"))
  })

  it.each([
    ["another key", Buffer.alloc(32, 2), context],
    ["another environment", key, ["8", "https://sandbox.belvo.com", "1"]],
    ["another address", key, ["7", "https://api.belvo.com", "1"]],
    ["another key version", key, ["7", "https://sandbox.belvo.com", "2"]],
    ["the same letters cut elsewhere", key, ["7h", "ttps://sandbox.belvo.com", "1"]],
  ])("does not open with %s", (_what, otherKey, otherContext) => {
    expect(() => openSeal(otherKey, otherContext, seal(key, context, "secret"))).toThrow(SealBroken)
  })

  it("does not open where any byte was changed or cut off", () => {
    const sealed = seal(key, context, "secret")
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const changed = sealed.with(at, (sealed[at] ?? 0) ^ by)
        expect(() => openSeal(key, context, changed)).toThrow(SealBroken)
        expect(() => openSeal(key, context, sealed.subarray(0, at))).toThrow(SealBroken)
      }),
    )
  })
})

describe("personal", () => {
  it("tells the same value again, and nothing of it across environments", () => {
    expect(personal(key, 1, "usr_001")).toBe(personal(key, 1, "usr_001"))
    expect(personal(key, 1, "usr_001")).not.toBe(personal(key, 2, "usr_001"))
    expect(personal(key, 1, "usr_001")).toMatch(/^[\w-]{43}$/)
  })
})

describe("subkey", () => {
  it("differs by purpose and from the key", () => {
    expect(subkey(key, "a")).not.toEqual(subkey(key, "b"))
    expect(subkey(key, "a")).not.toEqual(key)
  })
})

describe("sameSecret", () => {
  it("holds for equal texts only", () => {
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => sameSecret(a, b) === (a === b)))
    expect(sameSecret(null, "")).toBe(false)
  })
})
