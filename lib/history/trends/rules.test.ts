import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { bySeverity, type Delta, toShares, toTrend } from "@/lib/history/trends/rules"
import { addDays, type Day } from "@/lib/time"

const first: Day = "2026-02-01"
const range = { from: "2026-02-10", to: "2026-02-20" } as const
const delta = fc.record({
  day: fc.integer({ min: 0, max: 19 }).map((offset) => addDays(first, offset)),
  status: fc.constantFrom("valid", "invalid", "token_required", "new_word"),
  delta: fc.integer({ min: -5, max: 9 }),
})
const recorded = fc.uniqueArray(fc.integer({ min: 0, max: 10 }).map((offset) => addDays(range.from, offset)))

describe("toTrend", () => {
  it("says of each recorded day what all deltas up to it add up to, whatever their order", () => {
    fc.assert(
      fc.property(fc.array(delta), recorded, (deltas, days) => {
        const trend = toTrend(deltas, new Set(days), range)
        expect(trend.days).toHaveLength(11)
        for (const { day, counts } of trend.days) {
          if (counts === null) expect(days).not.toContain(day)
          else for (const status of trend.statuses) expect(counts[status] ?? 0).toBe(sumUpTo(deltas, day, status))
        }
      }),
    )
  })

  it("leaves a day without a completed sweep as a gap and carries on behind it", () => {
    const deltas = [
      { day: "2026-02-09", status: "valid", delta: 3 },
      { day: "2026-02-12", status: "valid", delta: 1 },
    ] as const
    const trend = toTrend(deltas, new Set(["2026-02-10", "2026-02-12"] as const), {
      from: "2026-02-10",
      to: "2026-02-12",
    })
    expect(trend.days.map(({ counts }) => counts)).toEqual([{ valid: 3 }, null, { valid: 4 }])
  })
})

describe("toShares", () => {
  it("makes each day's parts add up to one", () => {
    const day = fc.record({ valid: fc.nat(1000), invalid: fc.nat(1000) })
    fc.assert(
      fc.property(day, (counts) => {
        const [shares] = toShares({ statuses: ["invalid", "valid"], days: [{ day: first, counts }] }).days
        const total = counts.valid + counts.invalid
        if (total === 0) expect(shares?.counts).toBeNull()
        else expect((shares?.counts?.valid ?? 0) + (shares?.counts?.invalid ?? 0)).toBeCloseTo(1)
      }),
    )
  })
})

describe("bySeverity", () => {
  it("puts the worst first, words of Belvo's that are new before valid", () => {
    const statuses = ["valid", "sleeping", "unconfirmed", "token_required", "invalid"]
    expect(statuses.toSorted(bySeverity)).toEqual(["invalid", "token_required", "unconfirmed", "sleeping", "valid"])
  })
})

function sumUpTo(deltas: readonly Delta[], day: Day, status: string): number {
  return deltas.filter((one) => one.day <= day && one.status === status).reduce((sum, one) => sum + one.delta, 0)
}
