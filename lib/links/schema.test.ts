import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type LinkListParams, linkListParams, linkSorts, parseIdList, presences, readQuery } from "@/lib/links/schema"
import type { RawParams } from "@/lib/list-params"
import { type Day, toDay } from "@/lib/time"

const rawOf = (query: string): RawParams => Object.fromEntries(new URLSearchParams(query))
const initial = linkListParams.parse({})

const day = fc
  .date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true })
  .map((at): Day => toDay(at))
const maybeDay = fc.option(day)
const plainText = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 40 })
  .filter((value) => !/\p{Cc}/u.test(value) && value.isWellFormed())
const values = (value: fc.Arbitrary<string>) => fc.uniqueArray(value, { maxLength: 4 })
const instant = fc
  .bigInt({ min: 0n, max: 999_999n })
  .map((micros) => `2026-03-01T12:00:00.${String(micros).padStart(6, "0")}Z`)

const paramsWithoutCursor: fc.Arbitrary<LinkListParams> = fc.record({
  q: fc.option(plainText.map((value) => readQuery(value) ?? "x")),
  id: values(fc.uuid()),
  status: values(fc.constantFrom("valid", "invalid", "token_required", "on_hold")),
  externalId: values(plainText),
  institution: values(fc.constantFrom("erebor_mx_retail", "ofmockbank_br_retail")),
  country: values(fc.constantFrom("MX", "BR", "null")),
  type: values(fc.constantFrom("retail", "fiscal")),
  institutionUserId: values(plainText),
  accessMode: values(fc.constantFrom("single", "recurrent")),
  refreshRate: values(fc.constantFrom("24h", "7d", "null")),
  createdFrom: maybeDay,
  createdTo: maybeDay,
  statusFrom: maybeDay,
  statusTo: maybeDay,
  accessedFrom: maybeDay,
  accessedTo: maybeDay,
  overdue: fc.boolean(),
  duplicate: fc.boolean(),
  orphan: fc.boolean(),
  presence: fc.constantFrom(...presences),
  sort: fc.record({ key: fc.constantFrom(...linkSorts), descending: fc.boolean() }),
  after: fc.constant(null),
  before: fc.constant(null),
  live: fc.boolean(),
  page: fc.integer({ min: 1, max: 9_999 }),
  asOf: fc.constant(null),
})
const ofAPastDay = fc.tuple(paramsWithoutCursor, day, fc.uuid(), instant, fc.constantFrom("after", "before", null)).map(
  ([params, asOf, id, at, cursor]): LinkListParams => ({
    ...params,
    asOf,
    live: false,
    ...(cursor === null ? {} : { [cursor]: [at, id] }),
  }),
)
const withCursor = fc
  .tuple(paramsWithoutCursor, fc.uuid(), instant, fc.option(plainText), fc.boolean())
  .map(([params, id, at, text, forward]): LinkListParams => {
    const keys = {
      createdAt: [at],
      statusSince: [at],
      lastAccessedAt: [text && at],
      externalId: [text],
      status: [3, at],
    }
    const cursor = [...keys[params.sort.key], id]
    return { ...params, after: forward ? cursor : null, before: forward ? null : cursor }
  })

describe("linkListParams", () => {
  it("reads back what it wrote, whatever it was", () => {
    fc.assert(
      fc.property(fc.oneof(paramsWithoutCursor, withCursor, ofAPastDay), (params) => {
        const raw = rawOf(linkListParams.query(params))
        expect(linkListParams.parse(raw)).toEqual(params)
        expect(linkListParams.ignored(raw)).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it("writes nothing for what is as it would be anyway", () => {
    expect(linkListParams.query(initial)).toBe("")
    expect(linkListParams.query({ ...initial, status: ["invalid"] })).toBe("?status=invalid")
  })

  it("takes anything at all without throwing, and says what it did not understand", () => {
    const names = ["status", "createdFrom", "after", "sort", "presence", "overdue", "q", "page", "refreshRate", "asOf"]
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), fc.string()), (raw) => {
        const params = linkListParams.parse(raw)
        const again = rawOf(linkListParams.query(params))
        expect(linkListParams.parse(again)).toEqual(params)
        const understood = names.filter((name) => raw[name]?.trim() && !linkListParams.ignored(raw).includes(name))
        for (const name of understood) expect(params).toHaveProperty(name)
      }),
    )
  })

  it.each([
    [{ status: "invalid,!" }, ["status"]],
    [{ createdFrom: "2026-02-30" }, ["createdFrom"]],
    [{ asOf: "2026-02-30" }, ["asOf"]],
    [{ asOf: "yesterday", status: "invalid" }, ["asOf"]],
    [{ sort: "-institution" }, ["sort"]],
    [{ presence: "everywhere" }, ["presence"]],
    [{ after: "no-cursor" }, ["after"]],
    [{ utm_source: "mail" }, ["utm_source"]],
    [{ status: "invalid", overdue: "1" }, []],
  ])("says of %j that it ignored %j", (raw, ignored) => {
    expect(linkListParams.ignored(raw)).toEqual(ignored)
  })

  it("drops a cursor that was made for another order, and says so", () => {
    const made = {
      ...initial,
      sort: { key: "externalId", descending: false },
      after: ["usr_1", crypto.randomUUID()],
    } as const
    const { after } = rawOf(linkListParams.query(made))

    const raw = { after, sort: "-createdAt" }

    expect(linkListParams.parse(raw).after).toBeNull()
    expect(linkListParams.ignored(raw)).toEqual(["after"])
  })

  it("of a past day keeps a cursor by creation whatever the order asked for, and never asks Belvo", () => {
    const cursor = ["2026-03-01T12:00:00.000001Z", crypto.randomUUID()]
    const { after } = rawOf(linkListParams.query({ ...initial, after: cursor }))
    const params = linkListParams.parse({ asOf: "2026-03-03", sort: "status", live: "1", after })
    expect(params).toMatchObject({ asOf: "2026-03-03", live: false, after: cursor })
  })

  it("goes back to the first page when a filter changes, and stays where it is for nothing else", () => {
    const deep = { ...initial, live: true, page: 7 }
    expect(linkListParams.query(deep, { status: ["invalid"] })).toBe("?status=invalid&live=1")
    expect(linkListParams.query(deep, { page: 8 })).toBe("?live=1&page=8")
  })
})

describe("readQuery", () => {
  it.each([
    ["  usr_1 ", "usr_1"],
    ['"usr_1"', "usr_1"],
    ["“usr_1”", "usr_1"],
    ["'usr 1'", "usr 1"],
    ['" "', undefined],
    ["a\u0000b", undefined],
    ["x".repeat(257), undefined],
  ])("makes %j into %j", (text, query) => {
    expect(readQuery(text)).toBe(query)
  })
})

describe("parseIdList", () => {
  it("takes a column, a line, quotes and repetitions", () => {
    expect(parseIdList('usr_1\nusr_2,"usr_3"; usr_1\t usr 4 \r\n\n')).toEqual(["usr_1", "usr_2", "usr_3", "usr 4"])
  })
})
