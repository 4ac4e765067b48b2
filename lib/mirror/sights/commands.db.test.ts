import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { BelvoLink } from "@/lib/belvo/link"
import type { Ctx } from "@/lib/ctx"
import { applyGone, applyLinks } from "@/lib/mirror/commands"
import { makeLink } from "@/lib/mirror/fixtures/links"
import { compareGroups } from "@/test/duplicate-groups"
import { testWorld } from "@/test/world"

const asMirror = { permissions: ["mirror:write", "links:read"] as const }
const at = (minute: number) => new Date(Date.parse("2026-03-01T12:00:00Z") + minute * 60_000)
const observe = (ctx: Ctx, minute: number, links: readonly BelvoLink[]) =>
  applyLinks(ctx, { links, observedAt: at(minute), cause: minute % 2 === 0 ? "live" : "sweep" })
const of = (institutionUserId: string | null, more: Partial<BelvoLink> = {}) => makeLink({ institutionUserId, ...more })

describe("groups of duplicates", () => {
  it("are links of one login: null matches nothing, and neither does an institution alone", async () => {
    const { ctx, db, elsewhere } = await testWorld(asMirror)
    const twins = [of("login-1"), of("login-1", { externalId: "usr_2" }), of("login-1", { externalId: null })]
    await observe(ctx, 0, [
      ...twins,
      of("login-2"),
      of("login-1", { institution: "gringotts_mx_retail" }),
      of(null),
      of(null),
    ])
    await observe(await elsewhere(), 0, [of("login-2")])

    const groups = await db.duplicateGroup.findMany()
    expect(groups).toMatchObject([
      { institution: "erebor_mx_retail", institutionUserId: "login-1", members: 3, externalIds: 2, sharedLogin: true },
    ])
    const flagged = await db.link.findMany({ where: { duplicate: true } })
    expect(flagged.map(({ id }) => id).toSorted()).toEqual(twins.map(({ id }) => id).toSorted())
  })

  it("are told to a new link as it is added, which is not written again; only those that it joins are", async () => {
    const { ctx, db } = await testWorld(asMirror)
    const updated = async () => {
      const [row] = await db.$queryRaw<{ rows: number }[]>`
        SELECT pg_stat_get_xact_tuples_updated('link'::regclass)::integer AS rows`
      return row?.rows ?? 0
    }
    await observe(ctx, 1, [of("login-1"), of("login-1"), of("login-2"), of("login-3"), of(null), of(null)])
    expect(await updated()).toBe(0)
    await observe(ctx, 2, [of("login-2"), of("login-1"), of("login-3", { institution: "gringotts_mx_retail" })])
    expect(await updated()).toBe(1)
    const { kept, counted, misflagged } = await compareGroups(db, ctx.environment.id)
    expect(kept).toMatchObject([{ members: 3 }, { members: 2 }])
    expect(kept).toEqual(counted)
    expect(misflagged).toEqual([])
  })

  it("write nothing where only a status changed, and keep their name while they last", async () => {
    const { ctx, db } = await testWorld(asMirror)
    const [one, other, third] = [of("login-1"), of("login-1"), of("login-1")]
    await observe(ctx, 0, [one, other])
    const before = await db.$queryRaw`SELECT xmin::text, ctid::text, id, changed_at FROM duplicate_group`
    const [found] = await db.duplicateGroup.findMany()
    await observe(ctx, 1, [
      { ...one, status: "invalid" },
      { ...other, refreshRate: "7d" },
    ])
    expect(await db.$queryRaw`SELECT xmin::text, ctid::text, id, changed_at FROM duplicate_group`).toEqual(before)
    await observe(ctx, 2, [third])
    expect(await db.duplicateGroup.findMany()).toMatchObject([
      { id: found?.id, members: 3, firstSeenAt: at(0), changedAt: at(2) },
    ])
  })

  it("are those of the links, whatever comes, goes, returns or changes its login or external id, in whatever order", async () => {
    const { ctx, db } = await testWorld(asMirror)
    const change = fc.record({
      institutionUserId: fc.constantFrom(null, "login-1", "login-2", "login-\0\ud800"),
      institution: fc.constantFrom("erebor_mx_retail", "erebor_mx_retail", "gringotts_mx_retail"),
      externalId: fc.constantFrom(null, "usr_1", "usr_2"),
      status: fc.constantFrom("valid", "invalid"),
    })
    const steps = fc.array(
      fc.tuple(fc.array(change, { minLength: 6, maxLength: 6 }), fc.subarray([0, 1, 2, 3, 4, 5])),
      {
        minLength: 15,
        maxLength: 15,
      },
    )
    const links = Array.from({ length: 6 }, () => makeLink())
    for (const [round, [changes, going]] of (fc.sample(steps, 1)[0] ?? []).entries()) {
      await observe(
        ctx,
        round * 3,
        links.map((link, place) => ({ ...link, ...changes[place] })),
      )
      const gone = going.flatMap((place) => links[place]?.id ?? [])
      await applyGone(ctx, { ids: gone, observedAt: at(round * 3 + 1), cause: "live" })
      const { kept, counted, misflagged } = await compareGroups(db, ctx.environment.id)
      expect(kept).toEqual(counted)
      expect(misflagged).toEqual([])
    }
  })

  it("are broken while none of their links works, and become so and whole again by a status alone", async () => {
    const { ctx, db } = await testWorld(asMirror)
    const [one, other] = [of("login-1"), of("login-1", { status: "invalid" })]
    const broken = async () => (await db.duplicateGroup.findMany()).map((group) => group.broken)
    await observe(ctx, 0, [one, other])
    expect(await broken()).toEqual([false])
    await observe(ctx, 1, [{ ...one, status: "token_required" }])
    expect(await broken()).toEqual([true])
    await observe(ctx, 2, [{ ...other, status: "valid" }])
    expect(await broken()).toEqual([false])
  })

  it("count to a thousand, and flag what lies beyond", async () => {
    const { ctx, db } = await testWorld(asMirror)
    const many = Array.from({ length: 700 }, () => of("everybody"))
    await observe(ctx, 1, many)
    await observe(
      ctx,
      3,
      Array.from({ length: 700 }, () => of("everybody")),
    )
    expect(await db.duplicateGroup.findMany()).toMatchObject([{ members: 1_000 }])
    expect(await db.link.count({ where: { duplicate: true } })).toBe(1_400)
    await applyGone(ctx, { ids: many.map(({ id }) => id), observedAt: at(4), cause: "live" })
    expect(await db.duplicateGroup.findMany()).toMatchObject([{ members: 700 }])
    expect((await compareGroups(db, ctx.environment.id)).misflagged).toEqual([])
  })
})
