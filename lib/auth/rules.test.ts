import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { accountSlowMs, addressDelayMs, deservesEntry, passwordProblem, waitMs } from "@/lib/auth/rules"

const failures = fc.integer({ min: 0, max: 1_000_000 })
const now = new Date("2026-03-01T12:00:00Z")

describe("addressDelayMs", () => {
  it("lets a person mistype four times without waiting", () => {
    expect([0, 1, 2, 3, 4].map(addressDelayMs)).toEqual([0, 0, 0, 0, 0])
    expect(addressDelayMs(5)).toBe(2_000)
  })

  it("never shrinks with more failures, and ends at a quarter of an hour", () => {
    fc.assert(
      fc.property(failures, (n) => {
        expect(addressDelayMs(n + 1)).toBeGreaterThanOrEqual(addressDelayMs(n))
        expect(addressDelayMs(n)).toBeLessThanOrEqual(15 * 60_000)
      }),
    )
    expect(addressDelayMs(1_000_000)).toBe(15 * 60_000)
  })

  it("leaves a guesser fewer than 150 attempts a day", () => {
    let spentMs = 0
    let attempts = 0
    for (; spentMs < 24 * 3_600_000; attempts++) spentMs += addressDelayMs(attempts)
    expect(attempts).toBeLessThan(150)
  })
})

describe("waitMs", () => {
  it("is what is left of the delay since the last failure, never negative", () => {
    fc.assert(
      fc.property(failures, fc.integer({ min: 0, max: 10_000_000 }), (n, sinceMs) => {
        const wait = waitMs(n, new Date(now.getTime() - sinceMs), now)
        expect(wait).toBe(Math.max(0, addressDelayMs(n) - sinceMs))
      }),
    )
  })

  it("is never longer than the delay, also where another attempt was counted at a later moment than this one began", () => {
    fc.assert(
      fc.property(failures, fc.integer({ min: 1, max: 10_000_000 }), (n, aheadMs) => {
        expect(waitMs(n, new Date(now.getTime() + aheadMs), now)).toBe(addressDelayMs(n))
      }),
    )
  })
})

describe("accountSlowMs", () => {
  it("slows an account that is attacked from everywhere by three seconds at most, so its owner still gets in", () => {
    fc.assert(
      fc.property(failures, (n) => {
        expect(accountSlowMs(n)).toBeGreaterThanOrEqual(0)
        expect(accountSlowMs(n)).toBeLessThanOrEqual(3_000)
        expect(accountSlowMs(n + 1)).toBeGreaterThanOrEqual(accountSlowMs(n))
      }),
    )
  })
})

describe("deservesEntry", () => {
  it("keeps the first ten failures and then one in a hundred", () => {
    const kept = Array.from({ length: 1_000 }, (_, index) => index + 1).filter(deservesEntry)
    expect(kept).toHaveLength(10 + 10)
    expect(kept.slice(0, 11)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100])
  })
})

describe("passwordProblem", () => {
  it.each([
    ["short", "passwordShort"],
    ["x".repeat(201), "passwordLong"],
    ["aaaaaaaaaaaa", "passwordSimple"],
    ["abababababab", "passwordSimple"],
    ["Ana.Gonzalez@example.com", "passwordIsEmail"],
    ["ana.gonzalez", "passwordIsEmail"],
    ["cavalo bateria", null],
  ])("says of %s: %s", (password, problem) => {
    expect(passwordProblem(password, "ana.gonzalez@example.com")).toBe(problem)
  })
})
