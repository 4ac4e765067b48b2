import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { costOf } from "@/lib/environments/schedule/rules"

describe("costOf", () => {
  const load = { links: 1_000_000, broken: 30_000, usablePer30s: 76 }

  it("names requests an hour, their share, and the age that a change can reach unseen", () => {
    expect(costOf({ sweepEveryMinutes: 60, deltaEveryMinutes: 5, deltaRequests: 20 }, load)).toEqual({
      requestsPerHour: 1_441,
      share: expect.closeTo(0.158, 3),
      worstAgeMinutes: 68,
      worstAgeOfBrokenMinutes: 20,
    })
  })

  it("is nothing for a schedule that never asks", () => {
    expect(costOf({ sweepEveryMinutes: 0, deltaEveryMinutes: 0, deltaRequests: 0 }, load)).toEqual({
      ...{ requestsPerHour: 0, share: 0, worstAgeMinutes: null, worstAgeOfBrokenMinutes: null },
    })
  })

  it("never grows older by more requests, nor cheaper by more sweeps", () => {
    const schedule = fc.record({
      sweepEveryMinutes: fc.integer({ min: 5, max: 1_440 }),
      deltaEveryMinutes: fc.integer({ min: 1, max: 60 }),
      deltaRequests: fc.integer({ min: 2, max: 500 }),
    })
    fc.assert(
      fc.property(schedule, (one) => {
        const cost = costOf(one, load)
        const more = costOf({ ...one, deltaRequests: one.deltaRequests * 2 }, load)
        expect(more.worstAgeMinutes ?? 0).toBeLessThanOrEqual(cost.worstAgeMinutes ?? 0)
        expect(more.requestsPerHour).toBeGreaterThan(cost.requestsPerHour)
        const rarer = costOf({ ...one, sweepEveryMinutes: one.sweepEveryMinutes * 2 }, load)
        expect(rarer.requestsPerHour).toBeLessThanOrEqual(cost.requestsPerHour)
      }),
    )
  })
})
