import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Life, timeInStatus, toIntervals } from "@/lib/history/intervals/rules"
import { dayMs } from "@/lib/time"

const created = new Date("2026-01-01T00:00:00Z")
const now = new Date("2026-03-01T00:00:00Z")
const day = (offset: number) => new Date(created.getTime() + offset * dayMs)

const event = fc.oneof(
  fc.record({
    kind: fc.constantFrom("appeared", "status", "returned"),
    after: fc.constantFrom("valid", "invalid", "token_required", "a_new_word"),
  }),
  fc.constant({ kind: "removed", after: null }),
)
const lives: fc.Arbitrary<Life> = fc
  .record({
    knownAfter: fc.option(fc.integer({ min: -5, max: 70 })),
    events: fc.array(fc.tuple(fc.double({ min: -3, max: 70, noNaN: true }), event), { maxLength: 12 }),
  })
  .map(({ knownAfter, events }) => ({
    createdAt: created,
    now,
    knownFrom: knownAfter === null ? null : day(knownAfter),
    events: events.toSorted(([a], [b]) => a - b).map(([offset, one]) => ({ at: day(offset), ...one })),
  }))

describe("toIntervals", () => {
  it("tiles the time from creation to now, and no two neighbours are alike", () => {
    fc.assert(
      fc.property(lives, (life) => {
        const intervals = toIntervals(life)
        expect(intervals[0]?.from).toEqual(created)
        expect(intervals.at(-1)?.to).toEqual(now)
        for (const [index, one] of intervals.entries()) {
          const next = intervals[index + 1]
          expect(one.from < one.to).toBe(true)
          if (next) expect([next.from, next.status !== one.status]).toEqual([one.to, true])
        }
      }),
    )
  })

  it("says of each moment what the last event before it said, and nothing of time before it was recorded", () => {
    fc.assert(
      fc.property(lives, fc.double({ min: 0, max: 58.9, noNaN: true }), (life, offset) => {
        const moment = day(offset)
        const told = life.events.findLast(({ at }) => at <= moment)
        const known = life.knownFrom !== null && moment >= life.knownFrom
        const expected = told && known ? (told.kind === "removed" ? "removed" : told.after) : null
        const found = toIntervals(life).find(({ from, to }) => from <= moment && moment < to)
        expect(found?.status).toBe(expected)
      }),
    )
  })

  it("is of one unrecorded piece where nothing was seen", () => {
    expect(toIntervals({ createdAt: created, knownFrom: null, events: [], now })).toEqual([
      { status: null, from: created, to: now },
    ])
  })
})

describe("timeInStatus", () => {
  it("adds up to the whole time, unrecorded time apart and last", () => {
    fc.assert(
      fc.property(lives, (life) => {
        const intervals = toIntervals(life)
        const times = timeInStatus(intervals)
        expect(times.reduce((sum, { ms }) => sum + ms, 0)).toBe(now.getTime() - created.getTime())
        expect(times.slice(0, -1).every(({ status }) => status !== null)).toBe(true)
        const unrecorded = intervals.filter(({ status }) => status === null)
        const apart = unrecorded.reduce((sum, { from, to }) => sum + to.getTime() - from.getTime(), 0)
        expect(times.find(({ status }) => status === null)?.ms ?? 0).toBe(apart)
      }),
    )
  })
})
