import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { read } from "@/lib/db"
import { narrowToPlaces } from "@/lib/links/branches/rules"
import {
  countLinks,
  cursorOf,
  type LinkPage,
  type LinkRow,
  listLinkRows,
  listLinks,
  listOccurring,
  stretchSql,
} from "@/lib/links/list/queries"
import { planReading } from "@/lib/links/list/rules"
import { countryOf, isOverdue, refreshDueAt, severityOf, typeOf } from "@/lib/links/rules"
import { type LinkListParams, linkListParams, linkPageSize, linkSorts, presences } from "@/lib/links/schema"
import { toCursor } from "@/lib/page"
import { addDays, type Day, hourMs, startOfDay } from "@/lib/time"
import type { Link, Prisma } from "@/prisma/generated/client"
import { testWorld, type World } from "@/test/world"

const now = new Date("2026-03-14T12:00:00Z")
const anywhere = linkListParams.parse({})

/** Few values of each kind, so that rows tie, miss values, and fall on both sides of every filter. */
const at = (days: number, ms = 0) => new Date(now.getTime() - days * 24 * hourMs - ms)
const institutions = ["erebor_mx_retail", "ofmockbank_br_retail", "sat_mx_fiscal", "heimdall_cl_business", "odd"]
const logins = [null, "kJA-4vL_3KzwqfV4GC1aHY5wf4hH1QLP9ubrz8QgSfg=", "-Ab12cd"]
const customers = [null, "usr_1", "usr_12", "usr_2", "Usr_1", "ábc,d", "usr_1\u{1f4b3}", "ab12"]

const someLink = fc.record({
  id: fc.uuid(),
  institution: fc.constantFrom(...institutions),
  accessMode: fc.constantFrom("recurrent", "single", null),
  status: fc.constantFrom("valid", "valid", "invalid", "token_required", "unconfirmed", "on_hold"),
  refreshRate: fc.constantFrom("24h", "7d", "30d", null),
  externalId: fc.constantFrom(...customers),
  institutionUserId: fc.constantFrom(...logins),
  createdAt: fc.integer({ min: 0, max: 40 }).map((days) => at(days * 10)),
  statusAge: fc.constantFrom(0, 0, 1, 90, 500),
  accessAge: fc.option(fc.constantFrom(0, 0.5, 3, 8, 200)),
  removed: fc.nat(5).map((one) => one === 0),
  flags: fc.record({ duplicate: fc.boolean(), orphan: fc.boolean() }),
})
const someLinks = fc.uniqueArray(someLink, { minLength: 60, maxLength: 170, selector: (link) => link.id })

async function addLinks(world: World, environmentId: number, seed: number): Promise<void> {
  const [links = []] = fc.sample(someLinks, { numRuns: 1, seed })
  const data = links.map(({ removed, flags, statusAge, accessAge, ...link }): Prisma.LinkCreateManyInput => {
    const lastAccessedAt = accessAge === null ? null : at(accessAge)
    const own = { firstSeenAt: link.createdAt, observedAt: now, removedAt: removed ? at(1) : null }
    const since = { statusSince: at(statusAge), refreshDueAt: refreshDueAt(lastAccessedAt, link.refreshRate) }
    const flagged = removed ? {} : flags
    return { environmentId, ...link, ...own, ...since, ...flagged, lastAccessedAt, fetchResources: [] }
  })
  await world.db.link.createMany({ data })
}

const days = fc.option(fc.integer({ min: -400, max: 2 }).map((days): Day => addDays("2026-03-14", days)))
const few = <T>(...values: readonly T[]) => fc.subarray([...values], { maxLength: Math.min(3, values.length) })
const rarely = <T>(value: fc.Arbitrary<T>, otherwise: T) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(otherwise) }, { weight: 1, arbitrary: value })
const someFilter: fc.Arbitrary<LinkListParams> = fc.record({
  q: rarely(fc.constantFrom("usr_1", "u", "ab12", "kJA-", "á", "0"), null),
  id: fc.constant([]),
  status: rarely(few("valid", "invalid", "token_required", "on_hold", "none"), []),
  externalId: rarely(few("usr_1", "ábc,d", "nobody"), []),
  institution: rarely(few(...institutions, "unheard_of"), []),
  country: rarely(few("MX", "BR", "null"), []),
  type: rarely(few("retail", "fiscal", "null"), []),
  institutionUserId: rarely(few("-Ab12cd", "nobody"), []),
  accessMode: rarely(few("single", "recurrent", "null"), []),
  refreshRate: rarely(few("24h", "7d", "null"), []),
  createdFrom: rarely(days, null),
  createdTo: rarely(days, null),
  statusFrom: rarely(days, null),
  statusTo: rarely(days, null),
  accessedFrom: rarely(days, null),
  accessedTo: rarely(days, null),
  overdue: rarely(fc.constant(true), false),
  duplicate: rarely(fc.constant(true), false),
  orphan: rarely(fc.constant(true), false),
  presence: fc.constantFrom(...presences),
  sort: fc.record({ key: fc.constantFrom(...linkSorts), descending: fc.boolean() }),
  after: fc.constant(null),
  before: fc.constant(null),
  live: fc.constant(false),
  page: fc.constant(1),
  asOf: fc.constant(null),
})

/** The same question, answered row by row. */
function isWanted(link: Link, filter: LinkListParams): boolean {
  const among = (values: readonly string[], value: string | null) =>
    values.length === 0 || values.includes(value ?? "null")
  const within = (moment: Date | null, from: Day | null, to: Day | null) =>
    (from === null && to === null) ||
    (moment !== null &&
      (from === null || moment >= startOfDay(from)) &&
      (to === null || moment < startOfDay(addDays(to, 1))))
  const { q } = filter
  const beginsWith = (text: string | null, least: number) =>
    q !== null && q.length >= least && text?.startsWith(q) === true
  return [
    filter.presence === "all" || (filter.presence === "removed") === (link.removedAt !== null),
    among(filter.status, link.status),
    among(filter.externalId, link.externalId),
    among(filter.institution, link.institution),
    among(filter.country, countryOf(link.institution)),
    among(filter.type, typeOf(link.institution)),
    among(filter.institutionUserId, link.institutionUserId),
    among(filter.accessMode, link.accessMode),
    among(filter.refreshRate, link.refreshRate),
    within(link.createdAt, filter.createdFrom, filter.createdTo),
    within(link.statusSince, filter.statusFrom, filter.statusTo),
    within(link.lastAccessedAt, filter.accessedFrom, filter.accessedTo),
    !filter.duplicate || link.duplicate,
    !filter.orphan || link.orphan,
    !filter.overdue || isOverdue({ ...link, removedAt: null }, now),
    q === null ||
      beginsWith(link.externalId, 0) ||
      beginsWith(link.institutionUserId, 4) ||
      beginsWith(link.id, 4) ||
      beginsWith(link.id.replaceAll("-", ""), 4),
  ].every(Boolean)
}

type Key = string | number | null

function inOrder(links: readonly Link[], { sort }: LinkListParams): string[] {
  const keysOf = (link: Link): Key[] => {
    if (sort.key === "status") return [severityOf(link.status), link.statusSince.getTime(), link.id]
    const value = link[sort.key]
    return [value instanceof Date ? value.getTime() : value && Buffer.from(value).toString("hex"), link.id]
  }
  const way = sort.descending ? -1 : 1
  const compareKeys = (one: Key, other: Key): number => {
    if (one === other) return 0
    if (one === null || other === null) return one === null ? 1 : -1
    return one < other ? -way : way
  }
  const compare = (a: Link, b: Link): number => {
    const others = keysOf(b)
    return keysOf(a).reduce<number>((found, key, index) => found || compareKeys(key, others[index] ?? null), 0)
  }
  return links.toSorted(compare).map((link) => link.id)
}

const atCursor = (params: LinkListParams, cursor: { after: string } | { before: string }) =>
  linkListParams.parse({ ...Object.fromEntries(new URLSearchParams(linkListParams.query(params))), ...cursor })

/** Page after page in one direction, as a reader turns them. */
async function turnAll(world: World, first: LinkListParams, way: "after" | "before"): Promise<LinkPage[]> {
  const pages = [await listLinks(world.ctx, first)]
  for (;;) {
    const cursor = pages.at(-1)?.[way]
    if (!cursor) return pages
    const plain = { ...first, after: null, before: null }
    pages.push(await listLinks(world.ctx, atCursor(plain, way === "after" ? { after: cursor } : { before: cursor })))
  }
}

const idsOf = (pages: readonly LinkPage[]) => pages.map((page) => page.rows.map((row) => row.id))
const filtersOf = (seed: number, count: number) => fc.sample(someFilter, { numRuns: count, seed })
const everySort = linkSorts.flatMap((key) => [true, false].map((descending) => ({ key, descending })))

describe("listLinks", () => {
  it.each([1, 2, 3])("answers what a look at every row answers, page after page (world %i)", async (seed) => {
    const world = await testWorld({ role: "viewer", now })
    await addLinks(world, world.ctx.environment.id, seed)
    const links = await world.db.link.findMany()
    for (const params of filtersOf(seed, 30)) {
      const wanted = inOrder(
        links.filter((link) => isWanted(link, params)),
        params,
      )
      const label = linkListParams.query(params)

      const pages = idsOf(await turnAll(world, params, "after"))

      expect(pages.flat(), label).toEqual(wanted)
      expect(new Set(pages.slice(0, -1).map((page) => page.length)).isSubsetOf(new Set([linkPageSize])), label).toBe(
        true,
      )
      expect(await countLinks(world.ctx, params), label).toEqual({ count: wanted.length, exact: true })
    }
  })

  it.each(everySort)("turns back through what it showed, in order of %j", async (sort) => {
    const world = await testWorld({ role: "viewer", now })
    await addLinks(world, world.ctx.environment.id, 4)
    const params: LinkListParams = { ...anywhere, presence: "all", sort }
    const forward = await turnAll(world, params, "after")

    const back = await turnAll(world, atCursor(params, { before: forward.at(-1)?.before ?? "" }), "before")

    expect(forward.length).toBeGreaterThan(2)
    expect(idsOf(back).toReversed()).toEqual(idsOf(forward).slice(0, -1))
    expect(forward[0]?.before).toBeNull()
    expect(back.at(-1)?.before).toBeNull()
  })

  it("shows a full first page to who goes back past the beginning", async () => {
    const world = await testWorld({ role: "viewer", now })
    await addLinks(world, world.ctx.environment.id, 5)
    const first = await listLinks(world.ctx, anywhere)
    const [, second] = first.rows
    const cursor = toCursor([second?.createdAt ?? null, second?.id ?? null])

    expect(await listLinks(world.ctx, atCursor(anywhere, { before: cursor }))).toEqual(first)
  })

  it("tells moments apart that differ by a microsecond", async () => {
    const world = await testWorld({ role: "viewer", now })
    await addLinks(world, world.ctx.environment.id, 6)
    await world.db.$executeRaw`
      UPDATE link SET created_at = ${now}::timestamptz + (place || ' microseconds')::interval
      FROM (SELECT id AS of, row_number() OVER (ORDER BY id) AS place FROM link) AS placed WHERE of = id`
    const wanted = (await world.db.link.findMany({ where: { removedAt: null }, orderBy: { id: "desc" } })).map(
      ({ id }) => id,
    )

    expect(idsOf(await turnAll(world, anywhere, "after")).flat()).toEqual(wanted)
  })

  it("says that there are more than it counts", async () => {
    const world = await testWorld({ role: "viewer", now })
    await world.db.$executeRaw`
      INSERT INTO link (environment_id, id, institution, status, created_at, status_since, first_seen_at, observed_at, external_id)
      SELECT ${world.ctx.environment.id}, gen_random_uuid(), 'erebor_mx_retail', 'valid', ${now}, ${now}, ${now}, ${now}, 'usr_' || n
      FROM generate_series(1, 10001) AS n`

    const page = await listLinks(world.ctx, { ...anywhere, q: "usr_" })

    expect(page.total).toEqual({ count: 10_000, exact: false })
    expect(page.sort).toEqual({ key: "externalId", descending: true })
    expect(page.rows.map((row) => row.externalId)).toEqual(
      page.rows.map((row) => row.externalId).toSorted((a, b) => ((a ?? "") < (b ?? "") ? 1 : -1)),
    )
  })

  it("sees nothing of another environment", async () => {
    const world = await testWorld({ role: "viewer", now })
    await addLinks(world, world.ctx.environment.id, 7)

    const elsewhere = await listLinks(await world.elsewhere(), { ...anywhere, presence: "all" })

    expect(elsewhere).toMatchObject({ rows: [], total: { count: 0, exact: true } })
  })
})

describe("the merge of branches", () => {
  it.each([11, 12])("reads the same stretch of the list without gathering it first (world %i)", async (seed) => {
    const world = await testWorld({ role: "viewer", now })
    await addLinks(world, world.ctx.environment.id, seed)
    const links = await world.db.link.findMany()
    for (const filter of filtersOf(seed, 6)) {
      for (const sort of everySort) {
        const params = { ...filter, sort }
        const wanted = inOrder(
          links.filter((link) => isWanted(link, params)),
          params,
        )
        const label = linkListParams.query(params)
        const whole = await readMerged(world, params)
        expect(
          whole.map((row) => row.id),
          label,
        ).toEqual(wanted)
        const middle = whole[Math.floor(whole.length / 2)]
        if (!middle) continue
        const at = wanted.indexOf(middle.id)
        const after = await readMerged(world, { ...params, after: cursorOf(middle, sort.key) })
        expect(
          after.map((row) => row.id),
          label,
        ).toEqual(wanted.slice(at + 1))
        const before = await readMerged(world, { ...params, before: cursorOf(middle, sort.key) })
        expect(before.map((row) => row.id).toReversed(), label).toEqual(wanted.slice(0, at))
      }
    }
  })
})

function readMerged({ ctx }: World, params: LinkListParams): Promise<LinkRow[]> {
  const environmentId = ctx.environment.id
  return read(ctx, "links:read", async (db) => {
    const occurring = await listOccurring(db, environmentId)
    const narrowed = narrowToPlaces(params, occurring)
    if (!narrowed) return []
    const reading = planReading({ params: narrowed, occurring, now, gathered: false })
    const rows: LinkRow[] = []
    for (const stretch of reading.stretches) {
      rows.push(...(await db.$queryRaw<LinkRow[]>(stretchSql(stretch, { ...reading, environmentId, limit: 1_000 }))))
    }
    return rows
  })
}

describe("listLinkRows", () => {
  it("keeps the order of the ids and leaves out what it does not have", async () => {
    const world = await testWorld({ role: "viewer", now })
    await addLinks(world, world.ctx.environment.id, 8)
    const ids = (await world.db.link.findMany({ take: 5 })).map((link) => link.id).toReversed()

    const rows = await listLinkRows(world.ctx, [ids[0] ?? "", crypto.randomUUID(), ...ids.slice(1)])

    expect(rows.map((row) => row.id)).toEqual(ids)
  })
})
