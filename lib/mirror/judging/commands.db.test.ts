import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { BelvoLink } from "@/lib/belvo/link"
import type { Ctx } from "@/lib/ctx"
import { undoImport } from "@/lib/directory/undoing/commands"
import { applyGone, applyLinks } from "@/lib/mirror/commands"
import { makeLink } from "@/lib/mirror/fixtures/links"
import { judgeOrphans } from "@/lib/mirror/judging/commands"
import { nearKey } from "@/lib/orphans/near/rules"
import { systemActor } from "@/test/environment"
import { importUsers } from "@/test/users"
import { testWorld, type World } from "@/test/world"

const { signal } = new AbortController()
const at = (minute: number) => new Date(Date.parse("2026-03-01T12:00:00Z") + minute * 60_000)
const asMirror = (ctx: Ctx): Ctx => ({ ...ctx, actor: systemActor(["mirror:write", "directory:write"]) })
const apply = (ctx: Ctx, minute: number, links: readonly BelvoLink[]) =>
  applyLinks(asMirror(ctx), { links, observedAt: at(minute), cause: "live" })
const judgeAll = (ctx: Ctx) => judgeOrphans(asMirror(ctx), { signal })

const link = (externalId: string | null, login: string | null = null) =>
  makeLink({ externalId, institutionUserId: login })

/** What is known of each orphan, by link id, and which links are flagged. */
async function stateOf({ db }: Pick<World, "db">) {
  const rows = await db.orphan.findMany({ orderBy: { linkId: "asc" } })
  const flagged = await db.link.findMany({ where: { orphan: true }, select: { id: true }, orderBy: { id: "asc" } })
  expect(flagged.map(({ id }) => id)).toEqual(rows.map(({ linkId }) => linkId))
  const missing = await db.missingLink.findMany({
    select: { linkId: true, kind: true },
    orderBy: { linkId: "asc" },
  })
  const told = rows.map(({ foundAt: _foundAt, createdAt: _createdAt, ...row }) => row)
  return { orphans: told, missing }
}

describe("orphans in the mirror", () => {
  it("are nowhere while there is no directory", async () => {
    const world = await testWorld()
    await apply(world.ctx, 0, [link("usr_1"), link(null)])
    expect(await judgeAll(world.ctx)).toBe(0)
    expect(await stateOf(world)).toEqual({ orphans: [], missing: [] })
  })

  it("are found with their reasons after an import, and are none after it is undone", async () => {
    const world = await testWorld()
    const { ctx } = world
    const [known, exact, sibling, near, nobody] = [
      link("usr_1", "login a"),
      link("usr_2"),
      link("someone", "login a"),
      link("USR-003"),
      link("stranger"),
    ]
    await apply(ctx, 0, [known, exact, sibling, near, nobody])
    const importId = await importUsers(ctx, [
      ["usr_1", known.id],
      ["usr_2", null],
      ["usr_003", null],
    ])
    await judgeAll(ctx)
    const { orphans } = await stateOf(world)
    const told = Object.fromEntries(
      orphans.map((row) => [row.linkId, [row.reason, row.confidence, row.matchedExternalId, row.evidenceLinkId]]),
    )
    expect(told).toEqual({
      [exact.id]: ["exact", "high", "usr_2", null],
      [sibling.id]: ["sibling", "medium", "usr_1", known.id],
      [near.id]: ["near", "medium", "usr_003", null],
      [nobody.id]: ["none", "none", null, null],
    })
    expect(await judgeAll(ctx)).toBe(0)
    await undoImport(ctx, { importId })
    await judgeAll(ctx)
    expect(await stateOf(world)).toEqual({ orphans: [], missing: [] })
  })

  it("do not take another institution's login for the same, nor a user who has gone", async () => {
    const world = await testWorld()
    const [known, other] = [link("usr_1", "login a"), { ...link("x", "login a"), institution: "gringotts_mx_retail" }]
    await apply(world.ctx, 0, [known, other])
    await importUsers(world.ctx, [
      ["usr_1", known.id],
      ["x", null],
    ])
    await importUsers(world.ctx, [["usr_1", known.id]], "replace")
    await judgeAll(world.ctx)
    expect((await stateOf(world)).orphans).toMatchObject([{ linkId: other.id, reason: "none" }])
  })

  it("follow a link whose external id changes, and the siblings of one that a user knows", async () => {
    const world = await testWorld()
    const { ctx } = world
    const [known, orphan] = [link("usr_1", "login a"), link("stranger", "login a")]
    await importUsers(ctx, [
      ["usr_1", known.id],
      ["usr_2", null],
    ])
    await judgeAll(ctx)
    expect((await stateOf(world)).missing).toEqual([{ linkId: known.id, kind: "never" }])
    await apply(ctx, 0, [orphan])
    expect((await stateOf(world)).orphans).toMatchObject([{ reason: "none" }])
    await apply(ctx, 1, [known])
    expect(await stateOf(world)).toMatchObject({
      orphans: [{ linkId: orphan.id, reason: "sibling", evidenceLinkId: known.id }],
      missing: [],
    })
    await apply(ctx, 2, [{ ...orphan, externalId: "usr_2" }])
    expect((await stateOf(world)).orphans).toMatchObject([{ reason: "exact", confidence: "medium", rivals: 1 }])
    await apply(ctx, 3, [{ ...known, institutionUserId: "login b" }])
    expect((await stateOf(world)).orphans).toMatchObject([{ reason: "exact", confidence: "high", rivals: 0 }])
    await applyGone(asMirror(ctx), { ids: [orphan.id, known.id], observedAt: at(4), cause: "live" })
    expect(await stateOf(world)).toEqual({ orphans: [], missing: [{ linkId: known.id, kind: "removed" }] })
  })

  it("carry their link's status, and write nothing where a sight says nothing new", async () => {
    const world = await testWorld()
    const { ctx, db } = world
    const orphan = link("stranger")
    await importUsers(ctx, [["usr_1", null]])
    await apply(ctx, 0, [orphan])
    await apply(ctx, 1, [{ ...orphan, status: "invalid" }])
    expect((await stateOf(world)).orphans).toMatchObject([{ status: "invalid" }])
    const written = () => db.$queryRaw`SELECT ctid::text, xmin::text FROM orphan`
    const before = await written()
    await apply(ctx, 2, [{ ...orphan, status: "invalid" }])
    await applyLinks(asMirror(ctx), {
      links: [{ ...orphan, status: "invalid", refreshRate: "7d" }],
      observedAt: at(3),
      cause: "sweep",
    })
    expect(await written()).toEqual(before)
  })

  it("are the same however links came, changed and went, as if all were judged anew", async () => {
    const world = await testWorld()
    const { ctx, db } = world
    const id = fc.constantFrom("usr_1", "USR-1001", "usr_1001", "usr_2002", null, "stranger")
    const login = fc.constantFrom("login a", "login b", null)
    const [steps = []] = fc.sample(
      fc.array(fc.tuple(fc.array(fc.tuple(id, login), { minLength: 5, maxLength: 5 }), fc.boolean()), {
        ...{ minLength: 12, maxLength: 12 },
      }),
      1,
    )
    const links = Array.from({ length: 5 }, () => makeLink())
    await importUsers(ctx, [
      ["usr_1001", links[0]?.id ?? null],
      ["usr_2002", links[1]?.id ?? null],
      ["usr_1", null],
    ])
    await judgeAll(ctx)
    for (const [minute, [told, goes]] of steps.entries()) {
      const seen = links.map((one, place) => {
        const [externalId = null, institutionUserId = null] = told[place] ?? []
        return { ...one, externalId, institutionUserId }
      })
      await apply(ctx, minute * 2, seen)
      const gone = links.slice(minute % 3, (minute % 3) + 2).map((one) => one.id)
      if (goes) await applyGone(asMirror(ctx), { ids: gone, observedAt: at(minute * 2 + 1), cause: "live" })
    }
    const kept = await stateOf(world)
    await db.orphan.deleteMany({})
    await db.orphanReview.deleteMany({})
    await judgeAll(ctx)
    expect(kept).toEqual(await stateOf(world))
  })

  it("go on where a stopped worker left, and begin anew where the directory has changed meanwhile", async () => {
    const world = await testWorld()
    const { ctx, db } = world
    const [early, late] = [
      makeLink({ id: "10000000-0000-4000-8000-000000000001", externalId: "a_1" }),
      makeLink({ id: "f0000000-0000-4000-8000-000000000001", externalId: "b_1" }),
    ]
    await apply(ctx, 0, [early, late])
    await importUsers(ctx, [["usr_1", null]])
    await expect(judgeOrphans(asMirror(ctx), { signal: AbortSignal.abort() })).rejects.toThrow()
    const environmentId = ctx.environment.id
    const { version } = await db.directoryTotal.findFirstOrThrow()
    const half = { phase: "links", cursor: "80000000-0000-0000-0000-000000000000", startedAt: at(0) }
    await db.orphanReview.create({ data: { environmentId, version, ...half, done: 1, total: 2 } })
    await judgeAll(ctx)
    expect((await stateOf(world)).orphans.map(({ linkId }) => linkId)).toEqual([late.id])
    await db.orphanReview.updateMany({ data: half })
    await importUsers(ctx, [["a_1", early.id]])
    await judgeAll(ctx)
    expect((await stateOf(world)).orphans.map(({ linkId }) => linkId)).toEqual([late.id])
    expect(await db.orphanReview.findFirst()).toMatchObject({ phase: "done", done: 3, total: 3 })
  })
})

it("the database and the rule agree on what is near", async () => {
  const { db } = await testWorld()
  const word = fc.constantFrom("usr", "User", "PROD", "cust", "id", "x", "", "ñ", "😀", "123", "ABC", "-", "_")
  const id = fc.oneof(
    fc.array(word, { maxLength: 6 }).chain((words) => fc.constantFrom("_", "-", "").map((by) => words.join(by))),
    fc.string({ unit: "binary" }).filter((text) => text.isWellFormed() && !text.includes("\0")),
    fc.uuid(),
  )
  const ids = fc.sample(id, 3_000)
  const rows = await db.$queryRaw<{ id: string; key: string }[]>`
    SELECT id, near_key(id) AS key FROM unnest(${ids}::text[]) AS n (id)`
  expect(rows.map(({ key }) => key)).toEqual(rows.map((row) => nearKey(row.id)))
})
