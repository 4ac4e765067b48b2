import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  campaignsShare,
  countWaves,
  openingsPerMinute,
  requestsPerOpening,
  waveSize,
} from "@/lib/recovery/campaigns/pace/rules"

const budget = fc.record({ usable: fc.integer({ min: 9, max: 5_000 }), taken: fc.nat(1_000) })

describe("openingsPerMinute", () => {
  it("leaves the rest of the budget to others, whatever other campaigns take, down to one a minute", () => {
    fc.assert(
      fc.property(budget, ({ usable, taken }) => {
        const perMinute = openingsPerMinute({ usable, taken })
        if (perMinute === 1) return
        expect((perMinute + taken) * requestsPerOpening).toBeLessThanOrEqual(usable * 2 * campaignsShare)
      }),
    )
  })

  it("is nine with what Belvo grants: a read, a token and six looks each", () => {
    expect(requestsPerOpening).toBe(8)
    expect(openingsPerMinute({ usable: 76, taken: 0 })).toBe(9)
  })
})

describe("waves", () => {
  it("never let more out than could all be opened until the next one, and let all out", () => {
    const plan = fc.record({ asked: fc.integer({ min: 1, max: 100_000 }), waveMinutes: fc.constantFrom(15, 60, 240) })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), plan, (perMinute, { asked, waveMinutes }) => {
        const size = waveSize(perMinute, { asked, waveMinutes })
        expect(size / waveMinutes).toBeLessThanOrEqual(perMinute)
        const waves = countWaves(perMinute, { asked, waveMinutes })
        expect(waves * size).toBeGreaterThanOrEqual(asked)
        expect((waves - 1) * size).toBeLessThan(asked)
      }),
    )
  })

  it("is one where all go at once", () => {
    expect(countWaves(9, { waveMinutes: 0, asked: 10_000 })).toBe(1)
  })
})
