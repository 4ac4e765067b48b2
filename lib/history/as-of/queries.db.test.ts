import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { BelvoLink } from "@/lib/belvo/link"
import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { countAsOf, listAsOf } from "@/lib/history/as-of/queries"
import type { AsOfParams, AsOfRow } from "@/lib/history/as-of/schema"
import { recordDay } from "@/lib/history/commands"
import { countryOf } from "@/lib/links/rules"
import { linkListParams } from "@/lib/links/schema"
import { applyGone, applyLinks } from "@/lib/mirror/commands"
import { makeLink } from "@/lib/mirror/fixtures/links"
import { fromCursor } from "@/lib/page"
import { addDays, type Day, startOfDay } from "@/lib/time"
import { testWorld } from "@/test/world"

const firstDay: Day = "2026-02-20"
const lastDay = addDays(firstDay, 12)
const permissions = ["mirror:write", "links:read", "housekeeping"] as const
const noonOf = (day: Day, minutes = 0) => new Date(startOfDay(day).getTime() + 12 * 3_600_000 + minutes * 60_000)

/** What a link is seen as on a day; null: Belvo does not have it. Days without a sight are skipped. */
type Sight = { day: number; as: Partial<BelvoLink> | null }
const sight = fc.record({
  day: fc.integer({ min: 0, max: 12 }),
  as: fc.option(
    fc.record({
      status: fc.constantFrom("valid", "valid", "invalid", "token_required"),
      accessMode: fc.constantFrom("recurrent", "single", null),
      refreshRate: fc.constantFrom("24h", "7d"),
      externalId: fc.constantFrom("usr_1", "usr_2", "usr_12", null),
    }),
    { freq: 6 },
  ),
})
const life = fc.record({
  institution: fc.constantFrom("erebor_mx_retail", "ofmockbank_br_retail", "odd"),
  createdDaysBefore: fc.integer({ min: 0, max: 20 }),
  sights: fc.uniqueArray(sight, { minLength: 1, maxLength: 6, selector: ({ day }) => day }),
})
type Life = { link: BelvoLink; sights: readonly Sight[] }

function livesOf(seed: number): Life[] {
  const [drawn = []] = fc.sample(fc.array(life, { minLength: 70, maxLength: 90 }), { numRuns: 1, seed })
  return drawn.map(({ institution, createdDaysBefore, sights }, index) => {
    const inOrder = sights.toSorted((a, b) => a.day - b.day)
    const createdAt = new Date(noonOf(addDays(firstDay, (inOrder[0]?.day ?? 0) - createdDaysBefore)).getTime() - index)
    return { link: makeLink({ institution, createdAt, createdAtText: createdAt.toISOString() }), sights: inOrder }
  })
}

/** By the product's own writers, in the order in which it happened. */
async function play(ctx: Ctx, lives: readonly Life[], { recordedFrom }: { recordedFrom: Day }): Promise<void> {
  for (let offset = 0; offset <= 12; offset++) {
    const day = addDays(firstDay, offset)
    const seen = lives.flatMap(({ link, sights }) => {
      const found = sights.find((one) => one.day === offset)
      return found ? [{ link, as: found.as }] : []
    })
    const links = seen.flatMap(({ link, as }) => (as ? [{ ...link, ...as }] : []))
    await applyLinks(ctx, { links, observedAt: noonOf(day), cause: "live" })
    const ids = seen.flatMap(({ link, as }) => (as ? [] : [link.id]))
    await applyGone(ctx, { ids, observedAt: noonOf(day, 1), cause: "live" })
    if (day >= recordedFrom)
      await record(ctx, "housekeeping", async (tx) => ({ result: await recordDay(tx, ctx.environment.id, day) }))
  }
}

type Then = Pick<AsOfRow, "id" | "known" | "removed" | "status" | "accessMode" | "refreshRate" | "externalId"> & {
  lost: boolean
  institution: string
  createdAt: Date
}

/** The same question, answered by replaying each life. */
function replay(lives: readonly Life[], day: Day, { recordedFrom }: { recordedFrom: Day }): Then[] {
  const until = (Number(startOfDay(day)) - Number(startOfDay(firstDay))) / 86_400_000
  return lives.flatMap(({ link, sights }): Then[] => {
    const lived = sights.slice(sights.findIndex((one) => one.as !== null))
    if (!sights.some((one) => one.as) || link.createdAt >= startOfDay(addDays(day, 1))) return []
    const past = lived.filter((one) => one.day <= until)
    const whole = past.findLast((one) => one.as)?.as ?? null
    const removed = past.length > 0 && past.at(-1)?.as === null
    const known = whole !== null && day >= recordedFrom
    const first = lived[0]?.as
    const called = (whole ?? first)?.externalId ?? null
    const after = lived.filter((one) => one.day > until).flatMap(({ as }) => (as ? [as.externalId ?? null] : []))
    const lost = called !== null && after.some((name) => name !== called)
    const { id, institution, createdAt } = link
    const hidden = { status: null, accessMode: null, refreshRate: null }
    const state = known
      ? { status: whole.status ?? null, accessMode: whole.accessMode ?? null, refreshRate: whole.refreshRate ?? null }
      : hidden
    return [{ id, institution, createdAt, known, removed, ...state, externalId: called, lost }]
  })
}

function isWanted(row: Then, params: AsOfParams): boolean {
  const among = (values: readonly string[], value: string | null) =>
    values.length === 0 || values.includes(value ?? "null")
  const { q, presence } = params
  return [
    presence === "all" || (presence === "removed") === row.removed,
    among(params.status, row.status),
    among(params.institution, row.institution),
    among(params.country, countryOf(row.institution)),
    params.accessMode.length + params.refreshRate.length === 0 || row.known,
    among(params.accessMode, row.accessMode),
    among(params.refreshRate, row.refreshRate),
    among(params.externalId, row.externalId),
    // Of a name that has changed since only a hash is kept: it is found whole, not by its beginning.
    q === null || (row.lost ? row.externalId === q : row.externalId?.startsWith(q)) || row.id.startsWith(q),
  ].every(Boolean)
}

const few = <T>(...values: readonly T[]) =>
  fc.subarray([...values], { minLength: 1, maxLength: Math.min(2, values.length) })
const rarely = <T>(value: fc.Arbitrary<T>, otherwise: T) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(otherwise) }, { weight: 1, arbitrary: value })
const asked = fc.record({
  day: fc.integer({ min: -3, max: 13 }).map((offset) => addDays(firstDay, offset)),
  status: rarely(few("valid", "invalid", "token_required", "null"), []),
  institution: rarely(few("erebor_mx_retail", "odd"), []),
  country: rarely(few("MX", "null"), []),
  accessMode: rarely(few("single", "null"), []),
  refreshRate: rarely(few("7d"), []),
  externalId: rarely(few("usr_1", "usr_12", "nobody"), []),
  q: rarely(fc.constantFrom("usr_1", "usr", "nobody"), null),
  presence: fc.constantFrom("present" as const, "present" as const, "removed" as const, "all" as const),
  descending: fc.boolean(),
  lookThrough: fc.constantFrom(9, 40, 5_000),
  fewOthers: fc.boolean(),
})

type Looking = { lookThrough: number; fewOthers: boolean }
type Asked = typeof asked extends fc.Arbitrary<infer One> ? One : never

const paramsOf = ({ day, descending, ...filter }: Omit<Asked, keyof Looking>): AsOfParams => ({
  ...linkListParams.parse({}),
  ...filter,
  asOf: day,
  sort: { key: "createdAt", descending },
})

/** Forwards through all pages, then backwards through as many. */
async function turnAll(ctx: Ctx, params: AsOfParams, looking: Looking): Promise<{ there: string[]; back: string[] }> {
  const there: AsOfRow[] = []
  let page = await listAsOf(ctx, params, looking)
  there.push(...page.rows)
  while (page.after) {
    page = await listAsOf(ctx, { ...params, after: fromCursor(page.after) ?? null }, looking)
    there.push(...page.rows)
  }
  const back: AsOfRow[] = [...page.rows]
  while (page.before && back.length < 1_000) {
    page = await listAsOf(ctx, { ...params, before: fromCursor(page.before) ?? null }, looking)
    back.unshift(...page.rows)
  }
  return { there: there.map(({ id }) => id), back: back.map(({ id }) => id) }
}

describe("listAsOf", () => {
  it.each([1, 2])("lists, of any past day and by any filter, what a replay of all sights lists (%i)", async (seed) => {
    const { ctx } = await testWorld({ permissions, now: noonOf(addDays(lastDay, 2)) })
    const lives = livesOf(seed)
    const recordedFrom = addDays(firstDay, 3)
    await play(ctx, lives, { recordedFrom })
    await fc.assert(
      fc.asyncProperty(asked, async ({ lookThrough, fewOthers, ...one }) => {
        const looking = { lookThrough, fewOthers }
        const params = paramsOf(one)
        const wanted = replay(lives, one.day, { recordedFrom }).filter((row) => isWanted(row, params))
        const way = one.descending ? -1 : 1
        const inOrder = wanted.toSorted((a, b) => way * (Number(a.createdAt) - Number(b.createdAt)))
        const { there, back } = await turnAll(ctx, params, looking)
        expect(there).toEqual(inOrder.map(({ id }) => id))
        expect(new Set(back)).toEqual(new Set(there))
        const { count, exact } = (await listAsOf(ctx, params, looking)).total
        expect(exact ? count : Math.max(count, wanted.length)).toBe(wanted.length)
        expect(await countAsOf(ctx, params)).toEqual({ count: wanted.length, exact: true })
      }),
      { numRuns: 40, seed },
    )
  })

  it("shows of each link the values of that day, and nothing of what was not recorded", async () => {
    const { ctx } = await testWorld({ permissions, now: noonOf(addDays(lastDay, 2)) })
    const lives = livesOf(7)
    const recordedFrom = addDays(firstDay, 2)
    await play(ctx, lives, { recordedFrom })
    for (const offset of [0, 3, 6, 12]) {
      const day = addDays(firstDay, offset)
      const expected = new Map(replay(lives, day, { recordedFrom }).map((row) => [row.id, row]))
      const params = { ...linkListParams.parse({ presence: "all" }), asOf: day }
      const { rows } = await listAsOf(ctx, params)
      expect(rows.length).toBeGreaterThan(20)
      for (const row of rows) {
        const { lost, externalId, createdAt: _, ...then } = expected.get(row.id) ?? { lost: false, externalId: null }
        expect(row).toMatchObject({ ...then, externalIdLost: lost, externalId: lost ? null : externalId })
        if (!row.known) expect(row).toMatchObject({ statusSince: null, credentialsStorage: null })
      }
    }
  })

  it("says since when a link had its status of that day, and from which recorded day that is known", async () => {
    const { ctx } = await testWorld({ permissions, now: noonOf(lastDay) })
    const link = makeLink()
    const sights = [
      { day: 0, as: { status: "valid" } },
      { day: 4, as: { status: "invalid" } },
      { day: 9, as: { status: "valid" } },
    ]
    await play(ctx, [{ link, sights }], { recordedFrom: addDays(firstDay, 1) })
    const on = async (offset: number) => {
      const params = { ...linkListParams.parse({}), asOf: addDays(firstDay, offset) }
      const { rows, recording } = await listAsOf(ctx, params)
      return { row: rows[0], recording }
    }
    const first = addDays(firstDay, 1)
    expect(await on(0)).toMatchObject({ row: { status: null, known: false }, recording: { first, last: null } })
    expect((await on(5)).row).toMatchObject({ status: "invalid", statusSince: `${addDays(firstDay, 4)}T12:00:00Z` })
    expect((await on(2)).row).toMatchObject({ status: "valid", statusSince: `${firstDay}T12:00:00Z` })
    expect((await on(10)).row).toMatchObject({ status: "valid", statusSince: `${addDays(firstDay, 9)}T12:00:00Z` })
    expect((await on(14)).recording).toEqual({ first, last: lastDay })
  })

  it("shows another environment nothing", async () => {
    const { ctx, elsewhere } = await testWorld({ permissions, now: noonOf(lastDay) })
    await play(ctx, livesOf(3), { recordedFrom: firstDay })
    const other = { ...(await elsewhere()).environment }
    const params = { ...linkListParams.parse({ presence: "all" }), asOf: addDays(firstDay, 8) }
    expect((await listAsOf(ctx, params)).rows.length).toBeGreaterThan(0)
    expect(await listAsOf({ ...ctx, environment: other }, params)).toMatchObject({ rows: [], total: { count: 0 } })
  })
})
