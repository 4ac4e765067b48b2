import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isWhole, needsDecision, progressOf } from "@/lib/sync/rules"

describe("needsDecision", () => {
  it.each([
    [49, 100, false],
    [50, 100, true],
    [50, 2_500, false],
    [51, 2_500, true],
    [2_000, 100_000, false],
    [2_001, 100_000, true],
  ])("of %i missing links of %i says %s", (missing, present, expected) => {
    expect(needsDecision({ missing, present })).toBe(expected)
  })
})

describe("isWhole", () => {
  it.each([
    ["an empty list", [0], 0, true],
    ["a list at rest", [2_500, 2_500, 2_500], 2_500, true],
    ["a count that moved", [2_500, 2_501, 2_501], 2_501, false],
    ["a link that slipped between two pages", [2_500, 2_500, 2_500], 2_499, false],
  ])("judges %s", (_what, counts, distinct, expected) => {
    expect(isWhole({ counts, distinct })).toBe(expected)
  })
})

describe("progressOf", () => {
  it("lies between nothing and all, whatever Belvo's count does meanwhile", () => {
    const number = fc.nat(10_000)
    const run = fc.record({
      phase: fc.constantFrom("pages", "confirming"),
      expected: fc.option(number),
      seen: number,
      missing: fc.option(number),
      checked: number,
    })
    fc.assert(
      fc.property(run, (one) => {
        const share = progressOf(one)
        if (share === null) expect(one.expected).toBeNull()
        else expect(share).toSatisfy((value: number) => value >= 0 && value <= 1)
      }),
    )
  })
})
