import { describe, expect, it } from "vitest"
import { toAsOf } from "@/lib/history/as-of/queries"
import { endOf, isCounted, isOver, listUnrecorded, needsFields, wantsKnown } from "@/lib/history/as-of/rules"
import { linkListParams } from "@/lib/links/schema"
import type { Day } from "@/lib/time"

const now = new Date("2026-03-04T00:30:00Z")
const parse = (query: string) => linkListParams.parse(Object.fromEntries(new URLSearchParams(query)))
const thatDay = (query: string) => ({ ...parse(query), asOf: "2026-03-03" as const })

describe("isOver", () => {
  it.each<[Day, boolean]>([
    ["2026-03-03", true],
    ["2026-03-04", false],
    ["2026-03-05", false],
  ])("of %s says %s in the first hour of 4 March", (day, over) => {
    expect(isOver(day, now)).toBe(over)
  })

  it("ends a day where the next one begins", () => {
    expect(endOf("2026-02-28")).toEqual(new Date("2026-03-01T00:00:00Z"))
  })
})

describe("toAsOf", () => {
  it("is the list of now where the day is missing, malformed, today or to come", () => {
    for (const asOf of ["", "2026-02-30", "yesterday", "2026-03-04", "2027-01-01"])
      expect(toAsOf(parse(`asOf=${asOf}`), now)).toBeNull()
    expect(toAsOf(parse("asOf=2026-03-03&status=invalid"), now)).toMatchObject({
      asOf: "2026-03-03",
      status: ["invalid"],
    })
  })
})

describe("listUnrecorded", () => {
  it.each([
    ["status=invalid&institution=odd&accessMode=single&q=usr&externalId=usr_1&createdFrom=2026-01-01", []],
    ["overdue=1&statusFrom=2026-01-01&accessedTo=2026-01-01", ["statusFrom", "accessedTo", "overdue"]],
    ["institutionUserId=x", ["institutionUserId"]],
  ])("finds in %s what no event tells: %j", (query, names) => {
    expect(listUnrecorded(parse(query))).toEqual(names)
  })
})

describe("isCounted", () => {
  it.each(["", "status=invalid&institution=odd", "accessMode=single,null&country=MX", "createdTo=2026-03-03"])(
    "lets the daily counts answer %j",
    (query) => expect(isCounted(thatDay(query))).toBe(true),
  )

  it.each(["q=usr", "externalId=usr_1", "refreshRate=24h", "createdTo=2026-03-02", "presence=all", "status=null"])(
    "does not let them answer %j",
    (query) => expect(isCounted(thatDay(query))).toBe(false),
  )
})

describe("wantsKnown", () => {
  it("is so where a filter asks for a value that was recorded", () => {
    expect(["status=invalid", "accessMode=null", "refreshRate=24h"].map((query) => wantsKnown(parse(query)))).toEqual([
      true,
      true,
      true,
    ])
    expect(["", "status=null,invalid", "institution=odd"].map((query) => wantsKnown(parse(query)))).toEqual([
      false,
      false,
      false,
    ])
  })
})

describe("needsFields", () => {
  it.each([
    ["accessMode=single", true],
    ["refreshRate=null", true],
    ["externalId=usr_1", true],
    ["q=usr", true],
    ["status=invalid&institution=erebor_mx_retail&presence=all", false],
  ])("of %s says %s: events of fields other than the status decide who matches", (query, needed) => {
    expect(needsFields(parse(query))).toBe(needed)
  })
})
