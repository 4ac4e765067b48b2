import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  choiceParam,
  countedTo,
  cursorParam,
  dayParam,
  flagParam,
  fromCursor,
  listParam,
  listParams,
  pageOf,
  sortParam,
  textParam,
  toCursor,
  toQuery,
  toTotal,
  turnsOf,
} from "@/lib/page"
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

describe("cursors", () => {
  it("carry any sort values", () => {
    const values = fc.array(fc.oneof(fc.string({ unit: "grapheme" }), fc.integer(), fc.constant(null)))
    fc.assert(fc.property(values, (one) => void expect(fromCursor(toCursor(one))).toEqual(one)))
  })

  it.each(["", "%%%", "eyJhIjoxfQ", "W3siYSI6MX1d", "W10"])("refuse %j unless it is a list of plain values", (text) => {
    expect(fromCursor(text) ?? []).toEqual([])
  })
})

describe("a page of a list that is read by key", () => {
  const keyOf = (row: number) => [row]
  const size = 3
  const list = fc
    .uniqueArray(fc.integer({ min: 0, max: 50 }), { maxLength: 12 })
    .map((rows) => rows.toSorted((a, b) => a - b))
  const read = (rows: readonly number[], turned: { after: number | null; before: number | null }) => {
    const { after, before } = turned
    const beyond =
      before === null
        ? rows.filter((row) => after === null || row > after)
        : rows.filter((row) => row < before).toReversed()
    return pageOf(beyond.slice(0, size + 1), { size, turned, keyOf })
  }
  const place = (cursor: string) => Number(fromCursor(cursor)?.[0])

  it("leads onward over every row once, in order, and back from each page to the one before", () => {
    fc.assert(
      fc.property(list, (rows) => {
        const seen: number[] = []
        for (let page = read(rows, { after: null, before: null }), back: readonly number[] = []; ; ) {
          seen.push(...page.rows)
          expect(page.before === null ? [] : read(rows, { after: null, before: place(page.before) }).rows).toEqual(back)
          if (page.after === null) break
          back = page.rows
          page = read(rows, { after: place(page.after), before: null })
        }
        expect(seen).toEqual(rows)
      }),
    )
  })

  it("has no page before it where one has gone back to the first", () => {
    expect(read([1, 2, 3, 4, 5], { after: null, before: 4 })).toEqual({
      rows: [1, 2, 3],
      after: toCursor([3]),
      before: null,
    })
  })
})

it.each([
  [[], { count: 0, exact: true }],
  [[{ count: countedTo }], { count: countedTo, exact: true }],
  [[{ count: countedTo + 1 }], { count: countedTo, exact: false }],
])("of %j rows it says what is known", (counted, total) => {
  expect(toTotal(counted)).toEqual(total)
})

describe("the addresses of the pages before and after", () => {
  it("keep the list's filters, whatever they hold, and no cursor of the page that one is on", () => {
    fc.assert(
      fc.property(anyValues, cursorValues, cursorValues, (values, after, before) => {
        const page = { after: after && toCursor(after), before: before && toCursor(before) }
        const { previousHref, nextHref } = turnsOf(`/sandbox/links${params.query(values)}`, page)
        const to = (change: Partial<Values>) =>
          `/sandbox/links${params.query({ ...values, after: null, before: null, ...change })}`
        expect([previousHref, nextHref]).toEqual([before && to({ before }), after && to({ after })])
      }),
    )
  })

  it("are none where nothing lies beyond", () => {
    expect(turnsOf("/sandbox/links?after=abc", { after: null, before: null })).toEqual({
      previousHref: null,
      nextHref: null,
    })
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
