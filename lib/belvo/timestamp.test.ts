import fc from "fast-check"
import { describe, expect, it, test } from "vitest"
import { isTimestamp, parseTimestamp } from "@/lib/belvo/timestamp"

describe("parseTimestamp", () => {
  test.each([
    ["2021-03-09T10:28:40.000Z", "2021-03-09T10:28:40.000000Z"],
    ["2024-02-02T13:11:42.5930Z", "2024-02-02T13:11:42.593000Z"],
    ["2024-02-02T13:11:42.59303Z", "2024-02-02T13:11:42.593030Z"],
    ["2024-02-02T13:11:42.586099Z", "2024-02-02T13:11:42.586099Z"],
    ["2024-02-02T13:11:42.586099+00:00", "2024-02-02T13:11:42.586099Z"],
    ["2025-05-20T09:55:02Z", "2025-05-20T09:55:02.000000Z"],
    ["2024-02-02T13:11:42.5860991-03:00", "2024-02-02T16:11:42.586099Z"],
    ["2024-02-02T23:11:42.1+0530", "2024-02-02T17:41:42.100000Z"],
  ])("reads %s as %s", (wire, text) => {
    const moment = parseTimestamp(wire)

    expect(moment?.text).toBe(text)
    expect(moment?.date.toISOString()).toBe(`${text.slice(0, 23)}Z`)
  })

  test.each([
    "",
    "2024-02-02",
    "2024-02-02T13:11:42.5",
    "2024-13-02T13:11:42Z",
    "yesterday",
    "9999-12-31T23:59:59-01:00",
  ])("refuses %j", (wire) => {
    expect(isTimestamp(wire)).toBe(false)
  })

  it("keeps every microsecond of any moment, in either spelling of UTC", () => {
    const moments = fc.date({ min: new Date("1970-01-01"), max: new Date("2200-01-01"), noInvalidDate: true })
    fc.assert(
      fc.property(moments, fc.integer({ min: 0, max: 999 }), fc.constantFrom("Z", "+00:00"), (date, micros, zone) => {
        const text = `${date.toISOString().slice(0, 23)}${String(micros).padStart(3, "0")}`

        expect(parseTimestamp(`${text}${zone}`)).toEqual({ date, text: `${text}Z` })
      }),
    )
  })
})
