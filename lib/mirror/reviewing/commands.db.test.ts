import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { BelvoLink } from "@/lib/belvo/link"
import type { Ctx } from "@/lib/ctx"
import { cpf } from "@/lib/external-ids/fixtures/people"
import { countOffenders, listOffenders } from "@/lib/external-ids/queries"
import { offenderListParams } from "@/lib/external-ids/schema"
import { applyGone, applyLinks } from "@/lib/mirror/commands"
import { makeLink } from "@/lib/mirror/fixtures/links"
import { reviewExternalIds } from "@/lib/mirror/reviewing/commands"
import { findLeaks } from "@/test/leaks"
import { testWorld, type World } from "@/test/world"

const { signal } = new AbortController()
const at = (minute: number) => new Date(Date.parse("2026-03-01T12:00:00Z") + minute * 60_000)
const asMirror = { permissions: ["mirror:write", "links:read"] as const }

function observe(ctx: Ctx, minute: number, externalIds: readonly (string | null)[], links: readonly BelvoLink[] = []) {
  const seen = externalIds.map((externalId, place) => ({ ...(links[place] ?? makeLink()), externalId }))
  return applyLinks(ctx, { links: seen, observedAt: at(minute), cause: "live" }).then(() => seen)
}

async function reviewedWorld(): Promise<World> {
  const world = await testWorld(asMirror)
  await reviewExternalIds(world.ctx, { signal })
  return world
}

async function countsOf(ctx: Ctx): Promise<Record<string, number>> {
  const { kinds, none } = await countOffenders(ctx)
  const some = kinds.filter(({ links }) => links !== 0).map(({ kind, links }) => [kind, links])
  return { ...Object.fromEntries(some), ...(none > 0 ? { none } : {}) }
}

/** Counted anew, as the counts would be if every link had just been looked at for the first time. */
async function recount({ ctx, db }: Pick<World, "ctx" | "db">): Promise<unknown> {
  await db.externalIdReview.deleteMany({})
  await reviewExternalIds(ctx, { signal })
  return stateOf({ db })
}

const stateOf = async ({ db }: Pick<World, "db">) => ({
  counts:
    await db.$queryRaw`SELECT what, shape, sum(delta)::integer AS links FROM external_id_count GROUP BY 1, 2 HAVING sum(delta) <> 0 ORDER BY 1, 2`,
  findings: await db.$queryRaw`SELECT link_id::text, kind, grade, shape FROM external_id_finding ORDER BY 1, 2`,
})

describe("external ids in the mirror", () => {
  it("are looked at in the transaction that first sees the link, and counted by kind", async () => {
    const { ctx, db } = await reviewedWorld()
    await observe(ctx, 0, [
      "usr_001204",
      "maria@example.com",
      "maria-lopez",
      "529982247-25",
      "ab",
      null,
      crypto.randomUUID(),
    ])

    expect(await countsOf(ctx)).toEqual({ email: 1, name: 1, cpf: 1, characters: 1, too_short: 1, none: 1 })
    expect(await db.externalIdFinding.count()).toBe(5)
  })

  it("follow the link: a new id, none, gone, and back again", async () => {
    const { ctx, db } = await reviewedWorld()
    const links = await observe(ctx, 0, ["maria@example.com", "juan-perez"])
    await observe(ctx, 1, ["usr_001204", "529982247-25"], links)
    expect(await countsOf(ctx)).toEqual({ cpf: 1 })
    await observe(ctx, 2, [null, "529982247-25"], links)
    expect(await countsOf(ctx)).toEqual({ cpf: 1, none: 1 })
    await applyGone(ctx, { ids: links.map(({ id }) => id), observedAt: at(3), cause: "live" })
    expect(await countsOf(ctx)).toEqual({})
    expect(await db.externalIdFinding.count()).toBe(0)
    await observe(ctx, 4, [null, "529982247-25"], links)
    expect(await countsOf(ctx)).toEqual({ cpf: 1, none: 1 })
  })

  it("write nothing where the external id is the same, and nothing for ids that are as they should be", async () => {
    const { ctx, db } = await reviewedWorld()
    const links = await observe(ctx, 0, ["usr_001204", "maria@example.com"])
    const rows = () => db.externalIdCount.count()
    const before = await rows()
    await observe(
      ctx,
      1,
      ["usr_001204", "maria@example.com"],
      links.map((link) => ({ ...link, status: "invalid" })),
    )
    await observe(ctx, 2, ["usr_001205", crypto.randomUUID()])
    expect(await rows()).toBe(before)
  })

  it("are counted exactly, whatever links come, change, go and return in whatever order", async () => {
    const world = await reviewedWorld()
    const { ctx } = world
    const id = fc.constantFrom(
      null,
      "usr_000001",
      "maria-lopez",
      "ab",
      "ana@example.com",
      "52998224725",
      "usr_41111111111",
      "529982247-25",
    )
    const [steps = []] = fc.sample(
      fc.array(fc.tuple(fc.array(id, { minLength: 6, maxLength: 6 }), fc.boolean()), { minLength: 25, maxLength: 25 }),
      1,
    )
    let links: readonly BelvoLink[] = Array.from({ length: 6 }, () => makeLink())
    for (const [minute, [ids, goes]] of steps.entries()) {
      links = await observe(ctx, minute * 2, ids, links)
      const gone = links.slice(0, 2).map((link) => link.id)
      if (goes) await applyGone(ctx, { ids: gone, observedAt: at(minute * 2 + 1), cause: "live" })
      if (minute % 7 === 0) await reviewExternalIds(ctx, { signal })
    }
    const kept = await stateOf(world)
    expect(kept).toEqual(await recount(world))
  })

  it("that are plain numbers count only where most of their kind fit", async () => {
    const { ctx } = await reviewedWorld()
    const people = fc.sample(cpf, 6)
    const links = await observe(ctx, 0, people)
    expect(await countsOf(ctx)).toEqual({ cpf: 6 })
    await observe(
      ctx,
      1,
      Array.from({ length: 20 }, (_, index) => String(31_234_500_001 + index)),
    )
    expect(await countsOf(ctx)).toEqual({})
    const { numbers } = await countOffenders(ctx)
    expect(numbers).toContainEqual({ kind: "cpf", shape: "11", alike: 26, fitting: expect.any(Number), meant: false })
    expect((await listOffenders(ctx, offenderListParams.parse({}))).rows).toEqual([])
    await observe(
      ctx,
      2,
      people.map((_, place) => `cpf-${people[place]}`),
      links,
    )
    expect(await countsOf(ctx)).toEqual({ cpf: 6 })
  })
})

describe("reviewExternalIds", () => {
  it("looks at links that came before it, says so meanwhile, and once only", async () => {
    const { ctx, db } = await testWorld(asMirror)
    await observe(ctx, 0, ["maria@example.com", null])
    expect(await countOffenders(ctx)).toMatchObject({ reviewed: false, none: 0 })

    expect(await reviewExternalIds(ctx, { signal })).toBe(2)
    expect(await countsOf(ctx)).toEqual({ email: 1, characters: 1, none: 1 })
    expect(await countOffenders(ctx)).toMatchObject({ reviewed: true })
    expect(await reviewExternalIds(ctx, { signal })).toBe(0)
    expect(await db.auditEntry.count()).toBe(0)
  })

  it("takes back what earlier rules found and counts anew", async () => {
    const { ctx, db } = await reviewedWorld()
    const [link] = await observe(ctx, 0, ["usr_001204", "maria@example.com"])
    const environmentId = ctx.environment.id
    const wrong = { environmentId, linkId: link?.id ?? "", kind: "phone", grade: "likely", shape: "", foundAt: at(0) }
    await db.externalIdFinding.create({ data: wrong })
    await db.externalIdReview.update({ where: { environmentId }, data: { rulesVersion: 0 } })

    expect(await reviewExternalIds(ctx, { signal })).toBe(2)
    expect(await countsOf(ctx)).toEqual({ email: 1, characters: 1 })
    expect(await db.externalIdFinding.count({ where: { kind: "phone" } })).toBe(0)
  })

  it("counts a link once that changes while a review is under way, before it or behind it", async () => {
    const world = await testWorld(asMirror)
    const { ctx, db } = world
    const early = makeLink({ id: "10000000-0000-4000-8000-000000000001" })
    const late = makeLink({ id: "f0000000-0000-4000-8000-000000000001" })
    await observe(ctx, 0, ["ab", "ab"], [early, late])
    await reviewExternalIds(ctx, { signal })
    const half = { cursor: "80000000-0000-0000-0000-000000000000" }
    await db.externalIdReview.update({ where: { environmentId: ctx.environment.id }, data: half })
    await db.externalIdCount.deleteMany({})
    await db.externalIdCount.create({
      data: { environmentId: ctx.environment.id, what: "too_short", shape: "", delta: 1 },
    })

    await observe(ctx, 1, ["maria-lopez", null], [early, late])
    expect(await reviewExternalIds(ctx, { signal })).toBe(1)
    expect(await countsOf(ctx)).toEqual({ name: 1, none: 1 })
    const kept = await stateOf(world)
    expect(kept).toEqual(await recount(world))
  })

  it("ends where it is told to", async () => {
    const { ctx } = await testWorld(asMirror)
    await expect(reviewExternalIds(ctx, { signal: AbortSignal.abort() })).rejects.toThrow()
  })
})

describe("listOffenders", () => {
  it("turns its pages both ways, latest first, without the ids themselves", async () => {
    const { ctx } = await reviewedWorld()
    for (let minute = 0; minute < 3; minute++) {
      await observe(
        ctx,
        minute,
        Array.from({ length: 40 }, (_, place) => `ana${minute}x${place}@example.com`),
      )
    }
    const list = (query: Record<string, string>) =>
      listOffenders(ctx, offenderListParams.parse({ kind: "email", ...query }))
    const first = await list({})
    const second = await list({ after: first.after ?? "" })
    const third = await list({ after: second.after ?? "" })

    expect([first, second, third].map(({ rows }) => rows.length)).toEqual([50, 50, 20])
    expect(first.total).toEqual({ count: 120, exact: true })
    expect(third.after).toBeNull()
    expect(first.before).toBeNull()
    const all = [first, second, third].flatMap(({ rows }) => rows)
    expect(new Set(all.map(({ linkId }) => linkId)).size).toBe(120)
    expect(all.map(({ foundAt }) => foundAt)).toEqual(
      all
        .map(({ foundAt }) => foundAt)
        .toSorted()
        .toReversed(),
    )
    expect((await list({ before: third.before ?? "" })).rows).toEqual(second.rows)
    expect((await list({ before: second.before ?? "" })).rows).toEqual(first.rows)
    expect((await list({ after: "bm90IGEgY3Vyc29y" })).rows).toEqual(first.rows)
    expect(all[0]).toMatchObject({
      kind: "email",
      grade: "certain",
      masked: "an•••om",
      institution: "erebor_mx_retail",
    })
    expect(JSON.stringify(all)).not.toContain("@example")
  })

  it("has a row for each thing that is wrong, and pages that break between two of one link", async () => {
    const { ctx } = await reviewedWorld()
    await observe(
      ctx,
      0,
      Array.from({ length: 60 }, (_, place) => `ana${place}@example.com`),
    )
    const first = await listOffenders(ctx, offenderListParams.parse({}))
    const rest = await listOffenders(ctx, offenderListParams.parse({ after: first.after ?? "" }))
    const third = await listOffenders(ctx, offenderListParams.parse({ after: rest.after ?? "" }))
    const rows = [first, rest, third].flatMap((page) => page.rows)
    expect(first.total.count).toBe(120)
    expect(new Set(rows.map(({ linkId, kind }) => `${linkId} ${kind}`)).size).toBe(120)
  })

  it("shows nothing of another environment", async () => {
    const { ctx, elsewhere } = await reviewedWorld()
    await observe(ctx, 0, ["maria@example.com", null])
    const there = await elsewhere()
    expect((await listOffenders(there, offenderListParams.parse({}))).rows).toEqual([])
    expect(await countOffenders(there)).toMatchObject({ none: 0, reviewed: false, numbers: [] })
  })
})

it("no table but the link's own keeps an external id, however it was judged", async () => {
  const { ctx, db } = await reviewedWorld()
  const ids = { email: "ximena.q@example.com", name: "ximena-quiroga-1977", number: "31145678920" }
  const links = await observe(ctx, 0, Object.values(ids))
  await observe(ctx, 1, ["usr_000001", "usr_000002", "usr_000003"], links)
  const rows = {
    ...{ finding: await db.externalIdFinding.findMany(), count: await db.externalIdCount.findMany() },
    ...{ event: await db.linkEvent.findMany(), audit: await db.auditEntry.findMany() },
  }
  const text = JSON.stringify(rows, (_key, value) => (typeof value === "bigint" ? String(value) : value))
  expect(findLeaks(ids, [{ where: "a table", text }])).toEqual([])
})
