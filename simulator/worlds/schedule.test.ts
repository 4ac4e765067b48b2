import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { day, hour, toDate, toMicros } from "@/simulator/time"
import { lastScheduledRefresh } from "@/simulator/worlds/schedule"

const moments = fc.integer({
  min: toMicros(new Date("2022-01-01T00:00:00Z")),
  max: toMicros(new Date("2030-01-01T00:00:00Z")),
})

describe("lastScheduledRefresh", () => {
  it.each([
    ["6h", 6 * hour],
    ["12h", 12 * hour],
    ["24h", day],
    ["7d", 7 * day],
  ])("a link at %s was refreshed within its period, and keeps its rhythm", (rate, period) => {
    fc.assert(
      fc.property(moments, fc.nat(10_000), (clock, row) => {
        const last = lastScheduledRefresh(rate, 1, row, clock)
        expect(last).toBeLessThanOrEqual(clock)
        expect(clock - last).toBeLessThan(period)
        expect(lastScheduledRefresh(rate, 1, row, last)).toBe(last)
        expect(lastScheduledRefresh(rate, 1, row, last - 1)).toBe(last - period)
      }),
    )
  })

  it("a monthly link runs on the same day of each month, between the first and the twentieth", () => {
    fc.assert(
      fc.property(moments, fc.nat(10_000), (clock, row) => {
        const last = lastScheduledRefresh("30d", 1, row, clock)
        expect(last).toBeLessThanOrEqual(clock)
        expect(clock - last).toBeLessThan(32 * day)
        const before = lastScheduledRefresh("30d", 1, row, last - 1)
        expect(toDate(last).getUTCDate()).toBe(toDate(before).getUTCDate())
        expect(toDate(last).getUTCDate()).toBeLessThanOrEqual(20)
      }),
    )
  })
})
