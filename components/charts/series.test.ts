import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type ChartDay, dayHref, isLonely, roomiestPlace, type Series, stackDays } from "./series"
import { toPath } from "./sparkline"

const series: Series[] = [
  { key: "valid", label: "valid", tone: "valid" },
  { key: "token", label: "token required", tone: "token" },
  { key: "invalid", label: "invalid", tone: "invalid" },
]
const counts = fc.record({ valid: fc.nat(1e6), token: fc.nat(1e6), invalid: fc.nat(1e6) })
const anyDays = fc
  .array(fc.option(counts), { maxLength: 40 })
  .map((all) => all.map((values, index) => ({ day: `d${index}`, values })))
const day = (index: number, values: ChartDay["values"]) => ({ day: `d${index}`, values })

describe("stackDays", () => {
  it("lays band on band without gap or overlap, the last on top, up to the total", () => {
    fc.assert(
      fc.property(anyDays, (days) => {
        for (const [index, { spans, total }] of stackDays(series, days).entries()) {
          const values = days[index]?.values ?? null
          if (values === null || spans === null) {
            expect([values, spans]).toEqual([null, null])
            continue
          }
          expect(series.map(({ key }) => spans[key]?.[0])).toEqual([0, values.valid, values.valid + values.token])
          expect(spans.invalid?.[1]).toBe(total)
        }
      }),
    )
  })

  it("fills the whole height with shares, unless nothing was there to share", () => {
    fc.assert(
      fc.property(anyDays, (days) => {
        for (const { spans, total } of stackDays(series, days, true)) {
          if (spans !== null) expect(spans.invalid?.[1]).toBeCloseTo(total === 0 ? 0 : 1)
        }
      }),
    )
  })

  it("takes a status that a day does not mention as none of it", () => {
    expect(stackDays(series, [day(0, { valid: 3 })])[0]).toMatchObject({ total: 3, spans: { invalid: [3, 3] } })
  })
})

describe("roomiestPlace", () => {
  const steps = [1, 1, 9, 9, 9, 2, 30, 2, 1].map((invalid, index) => day(index, { valid: 5, token: 0, invalid }))

  it("is where the name lies wholly inside, not at a peak too narrow for it", () => {
    expect(roomiestPlace(stackDays(series, steps), "invalid", 2)).toEqual({ index: 3, span: [5, 14] })
  })

  it("is nowhere across a gap, or where the list is too short", () => {
    const gaps = steps.map((one, index) => (index % 2 === 0 ? { ...one, values: null } : one))
    expect(roomiestPlace(stackDays(series, gaps), "invalid", 2)).toBeNull()
    expect(roomiestPlace(stackDays(series, steps.slice(0, 2)), "invalid", 4)).toBeNull()
  })
})

it("a recorded day between two that are not stands alone", () => {
  const days = [null, { valid: 1 }, null, { valid: 1 }, { valid: 1 }].map((values, index) => day(index, values))
  const stacked = stackDays(series, days)
  expect(days.map((_, index) => isLonely(stacked, index))).toEqual([false, true, false, false, false])
})

it("a sparkline breaks at gaps and stays within its box", () => {
  expect(toPath([0, 10, null, 5], 102, 20)).toBe("M1 18h0L34.3 2M101 10h0")
  expect(toPath([null, null], 100, 20)).toBe("")
  expect(toPath([7, 7], 102, 20)).toBe("M1 10h0L101 10")
})

describe("dayHref", () => {
  it("leads from days that are over, and nowhere from others or without links", () => {
    const links = { prefix: "/sandbox/links?asOf=", until: "2026-03-14" }
    expect(dayHref(links, "2026-03-13")).toBe("/sandbox/links?asOf=2026-03-13")
    expect([dayHref(links, "2026-03-14"), dayHref(undefined, "2026-03-13")]).toEqual([null, null])
  })
})
