import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { brokenShares, bySeverity, type Delta, toTrend } from "@/lib/history/trends/rules"
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

describe("brokenShares", () => {
  const recordedDay = fc.record({ valid: fc.nat(1000), invalid: fc.integer({ min: 1, max: 1000 }) })

  it("compares the first recorded day with the last, over gaps", () => {
    fc.assert(
      fc.property(recordedDay, recordedDay, (a, b) => {
        const gap = { day: first, counts: null }
        const days = [gap, { day: first, counts: a }, gap, { day: first, counts: b }]
        const shares = brokenShares({ statuses: [], days })
        expect(shares?.from).toBeCloseTo(a.invalid / (a.valid + a.invalid))
        expect(shares?.to).toBeCloseTo(b.invalid / (b.valid + b.invalid))
      }),
    )
  })

  it("says nothing of a single day, nor of days without links", () => {
    expect(brokenShares({ statuses: [], days: [{ day: first, counts: { valid: 3 } }] })).toBeNull()
    const empty = { day: first, counts: {} }
    expect(brokenShares({ statuses: [], days: [empty, empty] })).toBeNull()
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
