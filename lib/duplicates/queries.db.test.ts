import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { BelvoLink } from "@/lib/belvo/link"
import type { Ctx } from "@/lib/ctx"
import { countGroups, getGroup, listGroups } from "@/lib/duplicates/queries"
import { rankMembers } from "@/lib/duplicates/rules"
import { duplicateListParams } from "@/lib/duplicates/schema"
import { applyGone, applyLinks } from "@/lib/mirror/commands"
import { makeLink } from "@/lib/mirror/fixtures/links"
import { testWorld, type World } from "@/test/world"

const at = (minute: number) => new Date(Date.parse("2026-03-01T12:00:00Z") + minute * 60_000)
const observe = (ctx: Ctx, minute: number, links: readonly BelvoLink[]) =>
  applyLinks(ctx, { links, observedAt: at(minute), cause: "live" })
const list = (ctx: Ctx, query: Record<string, string> = {}) => listGroups(ctx, duplicateListParams.parse(query))
const pair = (institutionUserId: string, more: Partial<BelvoLink> = {}, other: Partial<BelvoLink> = more) => [
  makeLink({ institutionUserId, ...more }),
  makeLink({ institutionUserId, ...other }),
]

/** The directory knows these links, each by a user of its own. */
async function know({ ctx, db }: Pick<World, "ctx" | "db">, linkIds: readonly string[]) {
  const environmentId = ctx.environment.id
  const importId = crypto.randomUUID()
  await db.directoryEntry.createMany({
    data: linkIds.map((linkId, line) => ({ environmentId, importId, line, externalId: `user_${line}`, linkId })),
  })
  await db.directoryTotal.create({
    data: { environmentId, users: linkIds.length, links: linkIds.length, countedAt: at(0) },
  })
}

describe("listGroups", () => {
  it("tells one customer's links from a login of several, and finds those none of which works", async () => {
    const { ctx } = await testWorld()
    await observe(ctx, 0, pair("one", {}, { externalId: null }))
    await observe(ctx, 1, pair("shared", { externalId: "usr_1" }, { externalId: "usr_2" }))
    await observe(ctx, 2, pair("broken", { status: "invalid", institution: "gringotts_mx_retail" }))
    const loginsOf = async (query: Record<string, string>) => {
      const { rows, total } = await list(ctx, query)
      expect(total).toEqual({ count: rows.length, exact: true })
      expect(await countGroups(ctx, duplicateListParams.parse(query))).toEqual(total)
      return rows.map(({ institutionUserId }) => institutionUserId)
    }
    expect(await loginsOf({})).toEqual(["broken", "one"])
    expect(await loginsOf({ queue: "shared" })).toEqual(["shared"])
    expect(await loginsOf({ broken: "1" })).toEqual(["broken"])
    expect(await loginsOf({ institution: "erebor_mx_retail" })).toEqual(["one"])
    expect(await loginsOf({ institution: "erebor_mx_retail,gringotts_mx_retail" })).toEqual(["broken", "one"])
    expect(await loginsOf({ institution: "erebor_mx_retail", broken: "1" })).toEqual([])
  })

  it("turns its pages both ways, found last first", async () => {
    const { ctx } = await testWorld()
    for (const minute of [0, 1, 2]) {
      await observe(ctx, minute, Array.from({ length: 40 }, (_, place) => pair(`login ${minute} ${place}`)).flat())
    }
    const first = await list(ctx)
    const second = await list(ctx, { after: first.after ?? "" })
    const third = await list(ctx, { after: second.after ?? "" })
    expect([first, second, third].map(({ rows }) => rows.length)).toEqual([50, 50, 20])
    expect(first.before).toBeNull()
    expect(third.after).toBeNull()
    const ids = [first, second, third].flatMap(({ rows }) => rows.map(({ id }) => id))
    expect(new Set(ids).size).toBe(120)
    const idsOf = async (query: Record<string, string>) => (await list(ctx, query)).rows.map(({ id }) => id)
    expect(await idsOf({ before: third.before ?? "" })).toEqual(ids.slice(50, 100))
    expect(await idsOf({ before: second.before ?? "" })).toEqual(ids.slice(0, 50))
    expect(await idsOf({ after: "bm90IGEgY3Vyc29y" })).toEqual(ids.slice(0, 50))
    const place = { institution: "erebor_mx_retail" }
    const there = await list(ctx, place)
    expect((await list(ctx, { ...place, after: there.after ?? "" })).rows.map(({ id }) => id)).toEqual(
      ids.slice(50, 100),
    )
  })

  it("ranks the links as the rule does, whatever they are", async () => {
    const world = await testWorld()
    const link = fc.record({
      institutionUserId: fc.constantFrom("a", "b", "c", "d", "e"),
      status: fc.constantFrom("valid", "invalid", "on_hold"),
      accessMode: fc.constantFrom("recurrent", "single", null),
      createdAtText: fc.constantFrom(
        "2026-01-01T00:00:00.000100Z",
        "2026-01-01T00:00:00.000900Z",
        "2026-01-02T00:00:00Z",
      ),
    })
    const links = fc.sample(link, 60).map((one) => makeLink(one))
    await observe(world.ctx, 0, links)
    await know(
      world,
      links.filter((_, place) => place % 3 === 0).map(({ id }) => id),
    )
    const { rows } = await list(world.ctx)
    expect(rows.flatMap(({ members }) => members)).toHaveLength(60)
    for (const { members, survivor } of rows) {
      const shuffled = members.toSorted((a, b) => (a.id < b.id ? -1 : 1))
      expect(rankMembers(shuffled)).toEqual(members)
      expect(survivor).toBe(members[0])
    }
  })

  it("shows nothing of another environment", async () => {
    const { ctx, elsewhere } = await testWorld()
    await observe(ctx, 0, pair("one"))
    expect(await list(await elsewhere())).toMatchObject({ rows: [], total: { count: 0 } })
  })
})

describe("getGroup", () => {
  it("shows each link with what a choice needs, and its users in the directory", async () => {
    const world = await testWorld()
    const { ctx } = world
    const [keep, lose] = pair("one", {}, { status: "invalid", credentialsStorage: "30d", accessMode: "single" })
    if (!keep || !lose) throw new Error("no pair")
    await observe(ctx, 0, [keep, { ...lose, status: "valid" }])
    await observe(ctx, 1, [lose])
    await know(world, [lose.id])
    const [row] = (await list(ctx)).rows
    const group = await getGroup(ctx, { groupId: row?.id ?? "" })
    expect(group).toMatchObject({
      ...{ institution: "erebor_mx_retail", size: 2, externalIds: 1, sharedLogin: false, hasDirectory: true },
      ...{ survivor: { id: keep.id }, reasons: ["valid"] },
      members: [
        { id: keep.id, known: false, knownAs: [] },
        {
          id: lose.id,
          known: true,
          knownAs: ["user_0"],
          status: "invalid",
          credentialsStorage: "30d",
          firstSeenAt: at(0),
        },
      ],
    })
    expect(group.events).toEqual(
      new Map([
        [keep.id, 1],
        [lose.id, 2],
      ]),
    )
  })

  it("is gone once at most one of the links is left, and knows no group of another environment", async () => {
    const { ctx, elsewhere } = await testWorld()
    const links = [...pair("one"), makeLink({ institutionUserId: "one" })]
    await observe(ctx, 0, links)
    const [row] = (await list(ctx)).rows
    const groupId = row?.id ?? ""
    await expect(getGroup(await elsewhere(), { groupId })).rejects.toMatchObject({ code: "NOT_FOUND" })
    await expect(getGroup(ctx, { groupId: "x" })).rejects.toMatchObject({ code: "NOT_FOUND" })
    await applyGone(ctx, { ids: [row?.survivor.id ?? ""], observedAt: at(1), cause: "live" })
    const left = await getGroup(ctx, { groupId })
    expect(left.members.map(({ id }) => id)).not.toContain(row?.survivor.id)
    await applyGone(ctx, { ids: [left.survivor.id], observedAt: at(2), cause: "live" })
    await expect(getGroup(ctx, { groupId })).rejects.toMatchObject({ code: "NOT_FOUND" })
  })
})
