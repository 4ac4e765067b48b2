import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  choiceParam,
  dayParam,
  flagParam,
  listParam,
  listParams,
  sortParam,
  textParam,
  toQuery,
} from "@/lib/list-params"
import { cursorParam, toCursor } from "@/lib/page"
import { toDay } from "@/lib/time"

const statuses = ["valid", "invalid", "token_required"] as const
type Status = (typeof statuses)[number]
const isStatus = (text: string): text is Status => statuses.some((status) => status === text)
const isAny = (_text: string): _text is string => true

const params = listParams({
  q: textParam(),
  status: listParam(isStatus),
  externalId: listParam(isAny),
  presence: choiceParam(["present", "removed", "all"], "present"),
  createdFrom: dayParam(),
  overdue: flagParam(),
  sort: sortParam(["createdAt", "status"], { key: "createdAt", descending: true }),
  after: cursorParam(),
  before: cursorParam(),
})
type Values = ReturnType<typeof params.parse>

const toRaw = (query: string) => Object.fromEntries(new URLSearchParams(query))
const trimmed = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }).filter((text) => text.trim() === text)
const cursorValues = fc.option(fc.array(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), { maxLength: 4 }))

const anyValues: fc.Arbitrary<Values> = fc.record({
  q: fc.option(trimmed),
  status: fc.uniqueArray(fc.constantFrom(...statuses)),
  externalId: fc.uniqueArray(trimmed, { maxLength: 4 }),
  presence: fc.constantFrom("present", "removed", "all"),
  createdFrom: fc.option(fc.date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true }).map(toDay)),
  overdue: fc.boolean(),
  sort: fc.record({ key: fc.constantFrom("createdAt", "status"), descending: fc.boolean() }),
  after: cursorValues,
  before: cursorValues,
})

describe("the state of a list in its address", () => {
  it("comes back as it went, whatever it holds: commas, quotes, slashes, other scripts", () => {
    fc.assert(
      fc.property(anyValues, (values) => void expect(params.parse(toRaw(params.query(values)))).toEqual(values)),
    )
  })

  it("says nothing where it is as at the start, and a bare address is that start", () => {
    expect(params.query(params.parse({}))).toBe("")
    expect(params.parse({})).toMatchObject({ q: null, status: [], presence: "present", overdue: false })
  })

  it("reads as people write it: commas stay commas", () => {
    const values = params.parse({ status: "invalid,token_required", externalId: "usr:1" })
    expect(params.query(values)).toBe("?status=invalid,token_required&externalId=usr:1")
  })

  it("never throws, and names what it did not understand", () => {
    const raw = {
      status: "broken",
      createdFrom: "2026-02-30",
      sort: "-drop table",
      after: "%%%",
      presence: ["all", "x"],
      other: "1",
    }
    expect(params.parse(raw)).toEqual({ ...params.parse({}), presence: "all" })
    expect(params.ignored(raw)).toEqual(["status", "createdFrom", "sort", "after"])
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...Object.keys(params.parse({}))), fc.string()),
        (any) => void params.parse(any),
      ),
    )
  })

  it("keeps the values of a list that it knows and drops the others", () => {
    expect(params.parse({ status: "invalid,broken,invalid" }).status).toEqual(["invalid"])
  })

  it("starts at the first page again when a filter or the order changes, and turns pages without losing them", () => {
    const third = params.parse({ status: "invalid", after: toCursor(["2026-03-14", "id"]) })
    expect(params.query(third, { overdue: true })).toBe("?status=invalid&overdue=1")
    expect(params.query(third, { after: null, before: ["x"] })).toBe(`?status=invalid&before=${toCursor(["x"])}`)
    expect(params.query(third)).toContain("after=")
  })
})

it("leaves empty pairs out of a query and escapes the rest", () => {
  expect(
    toQuery([
      ["a", ""],
      ["b", null],
      ["c", undefined],
    ]),
  ).toBe("")
  expect(
    toQuery([
      ["q", "a b&c"],
      ["list", "1,2"],
    ]),
  ).toBe("?q=a+b%26c&list=1,2")
})
