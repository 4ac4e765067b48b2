import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  addDays,
  ageDays,
  dayMs,
  daysBetween,
  hourMs,
  isDay,
  lastingParts,
  listDays,
  minuteMs,
  parseInstant,
  relativeParts,
  startOfDay,
  toClock,
  toDay,
} from "@/lib/time"

const anyDate = fc.date({
  min: new Date("1970-01-02T00:00:00Z"),
  max: new Date("2200-01-01T00:00:00Z"),
  noInvalidDate: true,
})
const anyDay = anyDate.map(toDay)

describe("parseInstant", () => {
  it.each([
    ["2024-02-02T13:11:42.593032Z", "2024-02-02T13:11:42.593Z"],
    ["2024-02-02T13:11:42.593+00:00", "2024-02-02T13:11:42.593Z"],
    ["2024-02-02T13:11:42.5930-06:00", "2024-02-02T19:11:42.593Z"],
    ["2024-02-02T13:11:42Z", "2024-02-02T13:11:42.000Z"],
    ["2024-02-02 13:11:42.1+0000", "2024-02-02T13:11:42.100Z"],
  ])("reads %s", (text, expected) => {
    expect(parseInstant(text)?.toISOString()).toBe(expected)
  })

  it.each([
    "",
    "2024-02-02",
    "2024-02-02T13:11:42",
    "2024-13-02T13:11:42Z",
    "2024-02-30T10:00:00Z",
    "2024-02-02T25:00:00Z",
    "now",
  ])("refuses %j: no zone, no time, or not on the calendar", (text) => {
    expect(parseInstant(text)).toBeNull()
  })

  it("returns what was written, whatever the date", () => {
    fc.assert(fc.property(anyDate, (at) => parseInstant(at.toISOString())?.getTime() === at.getTime()))
  })
})

describe("days", () => {
  it("knows which days the calendar has", () => {
    expect(["2024-02-29", "2026-12-31"].every(isDay)).toBe(true)
    expect(["2026-02-29", "2026-2-9", "2026-00-10", "x"].some(isDay)).toBe(false)
  })

  it("counts back what it counted on", () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -5000, max: 5000 }), (day, days) => {
        expect(daysBetween(day, addDays(day, days))).toBe(days)
        expect(toDay(startOfDay(day))).toBe(day)
      }),
    )
  })

  it("lists both ends, and nothing where they are the wrong way round", () => {
    expect(listDays("2026-02-27", "2026-03-02")).toEqual(["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02"])
    expect(listDays("2026-03-02", "2026-03-02")).toEqual(["2026-03-02"])
    expect(listDays("2026-03-02", "2026-02-27")).toEqual([])
  })

  it("counts whole days that have passed, none for the future", () => {
    const now = new Date("2026-03-14T12:00:00Z")
    expect(ageDays(new Date(now.getTime() - 3 * dayMs + 1), now)).toBe(2)
    expect(ageDays(new Date(now.getTime() + dayMs), now)).toBe(0)
  })
})

describe("relativeParts", () => {
  const now = new Date("2026-03-14T12:00:00Z")
  it.each([
    [0, "now", 0],
    [59_999, "now", 0],
    [60_000, "minutes", 1],
    [3_599_999, "minutes", 59],
    [3 * 3_600_000, "hours", 3],
    [dayMs * 29.9, "days", 29],
    [dayMs * 61, "months", 2],
    [dayMs * 800, "years", 2],
  ])("%d ms ago is %s %d, and the same ahead", (ms, unit, count) => {
    expect(relativeParts(new Date(now.getTime() - ms), now)).toEqual({ unit, count, future: false })
    expect(relativeParts(new Date(now.getTime() + ms), now)).toEqual({ unit, count, future: count > 0 })
  })
})

describe("lastingParts", () => {
  it.each([
    [0, "minutes", 0],
    [59 * minuteMs, "minutes", 59],
    [90 * minuteMs, "hours", 1.5],
    [47 * hourMs, "hours", 47],
    [2 * dayMs, "days", 2],
    [3.26 * dayMs, "days", 3.3],
    [41.4 * dayMs, "days", 41],
  ])("shows %i ms in %s: %d", (ms, unit, count) => {
    expect(lastingParts(ms)).toEqual({ unit, count })
  })
})

describe("toClock", () => {
  it.each([
    [600_000, "10:00"],
    [598_000, "9:58"],
    [1, "0:01"],
    [0, "0:00"],
    [-5_000, "0:00"],
    [3_661_000, "1:01:01"],
  ])("%d ms are %s", (ms, shown) => {
    expect(toClock(ms)).toBe(shown)
  })
})
