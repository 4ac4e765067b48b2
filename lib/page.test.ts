import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { listParam, listParams, textParam } from "@/lib/list-params"
import { countedTo, cursorParam, fromCursor, pageOf, toCursor, toTotal, turnsOf } from "@/lib/page"

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
  const isAny = (_text: string): _text is string => true
  const params = listParams({
    q: textParam(),
    externalId: listParam(isAny),
    after: cursorParam(),
    before: cursorParam(),
  })
  const texts = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }).filter((text) => text.trim() === text)
  const cursors = fc.option(fc.array(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), { maxLength: 4 }))
  const anyValues = fc.record({
    q: fc.option(texts),
    externalId: fc.uniqueArray(texts, { maxLength: 4 }),
    after: cursors,
    before: cursors,
  })

  it("keep the list's filters, whatever they hold, and no cursor of the page that one is on", () => {
    fc.assert(
      fc.property(anyValues, cursors, cursors, (values, after, before) => {
        const page = { after: after && toCursor(after), before: before && toCursor(before) }
        const { previousHref, nextHref } = turnsOf(`/sandbox/links${params.query(values)}`, page)
        const to = (change: Partial<typeof values>) =>
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
