import { text } from "node:stream/consumers"
import { describe, expect, it } from "vitest"
import type { Ctx } from "@/lib/ctx"
import { openExport } from "@/lib/exports/commands"
import { applyLinks } from "@/lib/mirror/commands"
import { makeLink } from "@/lib/mirror/fixtures/links"
import { judgeOrphans } from "@/lib/mirror/judging/commands"
import { exportAdoptions } from "@/lib/orphans/adoptions/commands"
import { countToExport, listAdoptionExports } from "@/lib/orphans/adoptions/queries"
import { adoptNamed, adoptOrphan, ignoreOrphans, markAsked, undoDecisions } from "@/lib/orphans/deciding/commands"
import { endIgnored } from "@/lib/orphans/deciding/expiring/commands"
import { countReasons, listOrphanInstitutions, listOrphans } from "@/lib/orphans/list/queries"
import { listMissing } from "@/lib/orphans/missing/queries"
import { missingListParams, orphanListParams } from "@/lib/orphans/schema"
import { systemActor } from "@/test/environment"
import { makeInstallation } from "@/test/installation"
import { importUsers } from "@/test/users"
import { testWorld } from "@/test/world"

const now = new Date("2026-03-01T12:00:00Z")
const { signal } = new AbortController()
const asMirror = (ctx: Ctx): Ctx => ({ ...ctx, actor: systemActor(["mirror:write"]) })
const list = (query: Record<string, string> = {}) => orphanListParams.parse(query)

/** Links of these external ids, all of which are users of the directory who know no link; answers the links' ids. */
async function makeOrphans(ctx: Ctx, externalIds: readonly string[], status = "valid"): Promise<string[]> {
  const links = externalIds.map((externalId, place) => {
    const createdAt = new Date(now.getTime() - place * 60_000)
    const text = createdAt.toISOString().replace("Z", "123Z")
    return makeLink({ externalId, status, institutionUserId: null, createdAt, createdAtText: text })
  })
  await applyLinks(asMirror(ctx), { links, observedAt: now, cause: "live" })
  await importUsers(
    ctx,
    externalIds.map((externalId) => [externalId, null] as const),
  )
  await judgeOrphans(asMirror(ctx), { signal })
  return links.map(({ id }) => id)
}

describe("deciding", () => {
  it("adopts for whom was proposed or named, once, and only what works", async () => {
    const { ctx, db } = await testWorld({ now })
    const [linkId = "", other = ""] = await makeOrphans(ctx, ["usr_1", "usr_2"])
    const [broken = ""] = await makeOrphans(ctx, ["usr_3"], "invalid")
    const adopt = (id: string, externalId: string, basis: "proposed" | "typed" = "proposed") =>
      adoptOrphan(ctx, { linkId: id, externalId, basis })

    await expect(adopt(linkId, "usr_9")).rejects.toMatchObject({ key: "orphan.proposalChanged" })
    await expect(adopt(broken, "usr_3")).rejects.toMatchObject({ key: "orphan.notValid" })
    await adopt(linkId, "usr_1")
    await adopt(other, "usr_9", "typed")
    await expect(adopt(linkId, "usr_1")).rejects.toMatchObject({ code: "CONFLICT", key: "orphan.decided" })
    const decisions = await db.orphanDecision.findMany({ orderBy: { externalId: "asc" } })
    expect(decisions).toMatchObject([
      { linkId, basis: "exact", externalId: "usr_1" },
      { linkId: other, basis: "typed", externalId: "usr_9" },
    ])
    expect(JSON.stringify((await db.auditEntry.findMany()).map(({ body }) => body))).not.toContain("usr_")
  })

  it("adopts of several those that are sure, and says of each other why not", async () => {
    const { ctx } = await testWorld({ now })
    const [sure = "", ignored = ""] = await makeOrphans(ctx, ["usr_1", "usr_2"])
    const [broken = ""] = await makeOrphans(ctx, ["usr_3"], "invalid")
    const gone = crypto.randomUUID()
    await ignoreOrphans(ctx, { ids: [ignored], note: "Ours", until: "2026-03-01" })
    const { count, skipped } = await adoptNamed(ctx, { ids: [sure, ignored, broken, gone] })
    expect(count).toBe(1)
    expect(Object.fromEntries(skipped.map(({ linkId, why }) => [linkId, why]))).toEqual({
      [ignored]: "decided",
      [broken]: "notValid",
      [gone]: "gone",
    })
    await expect(adoptNamed(ctx, { ids: [gone] })).rejects.toMatchObject({ code: "NOT_FOUND" })
  })

  it("opens again what is undone or ignored long enough, but nothing that a file has taken", async () => {
    const { ctx, db } = await testWorld({ now })
    const [one = "", two = "", three = ""] = await makeOrphans(ctx, ["usr_1", "usr_2", "usr_3"])
    await adoptNamed(ctx, { ids: [one] })
    await ignoreOrphans(ctx, { ids: [two], note: "Their test account", until: "2026-03-02" })
    await markAsked(ctx, { ids: [three] })
    expect((await listOrphans(ctx, list())).rows).toEqual([])
    await expect(ignoreOrphans(ctx, { ids: [one], note: "Ours", until: "2026-02-28" })).rejects.toMatchObject({
      key: "orphan.untilOver",
    })
    await undoDecisions(ctx, { ids: [one, three] })
    const later: Ctx = {
      ...asMirror(ctx),
      actor: systemActor(["housekeeping"]),
      now: () => new Date("2026-03-02T23:59:00Z"),
    }
    expect(await endIgnored(later)).toBe(0)
    expect(await endIgnored({ ...later, now: () => new Date("2026-03-03T00:00:00Z") })).toBe(1)
    expect((await listOrphans(ctx, list())).rows.map(({ linkId }) => linkId).toSorted()).toEqual(
      [one, two, three].toSorted(),
    )
    await adoptNamed(ctx, { ids: [one] })
    expect(await exportAdoptions(ctx)).toMatchObject({ rows: 1 })
    const { count, skipped } = await undoDecisions(ctx, { ids: [one, two] })
    expect([count, skipped]).toEqual([
      0,
      [
        { linkId: one, why: "exported" },
        { linkId: two, why: "undecided" },
      ],
    ])
    expect(await db.orphanDecision.count({ where: { closedAt: null } })).toBe(1)
  })

  it("is over when the directory knows the link, and lists it no more", async () => {
    const { ctx, db } = await testWorld({ now })
    const [linkId = ""] = await makeOrphans(ctx, ["usr_1"])
    await adoptNamed(ctx, { ids: [linkId] })
    await importUsers(ctx, [["usr_1", linkId]])
    await judgeOrphans(asMirror(ctx), { signal })
    expect(await db.orphanDecision.findFirst()).toMatchObject({ closedAs: "settled" })
    expect((await listOrphans(ctx, list({ state: "all" }))).rows).toEqual([])
    await expect(exportAdoptions(ctx)).rejects.toMatchObject({ key: "orphan.nothingToExport" })
  })
})

describe("listOrphans", () => {
  it("turns its pages both ways within filters, newest first, and counts by reason", async () => {
    const { ctx } = await testWorld({ now })
    const made = await makeOrphans(
      ctx,
      Array.from({ length: 120 }, (_, place) => `usr_${place + 100}`),
    )
    const first = await listOrphans(ctx, list({ status: "valid" }))
    const second = await listOrphans(ctx, list({ status: "valid", after: first.after ?? "" }))
    const third = await listOrphans(ctx, list({ status: "valid", after: second.after ?? "" }))
    expect([...first.rows, ...second.rows, ...third.rows].map(({ linkId }) => linkId)).toEqual(made)
    expect(third.after).toBeNull()
    expect((await listOrphans(ctx, list({ status: "valid", before: third.before ?? "" }))).rows).toEqual(second.rows)
    expect(first.total).toEqual({ count: 120, exact: true })
    expect((await listOrphans(ctx, list({ institution: "gringotts_mx_retail" }))).rows).toEqual([])
    expect((await countReasons(ctx, list())).map(({ total }) => total.count)).toEqual([120, 0, 0, 0])
  })

  it("names the institution that is asked for even where no orphan is of it", async () => {
    const { ctx, db } = await testWorld({ now })
    await makeOrphans(ctx, ["usr_1"])
    const about = { countryCodes: ["MX"], resources: [], observedAt: now }
    const empty = { name: "nobodys_mx_retail", displayName: "Nobody's bank" }
    await db.institution.create({ data: { environmentId: ctx.environment.id, ...empty, ...about } })
    const listed = await listOrphanInstitutions(ctx, list())
    expect(listed).toHaveLength(1)
    expect(listed).not.toContainEqual(empty)
    const both = await listOrphanInstitutions(ctx, list({ institution: empty.name }))
    expect(both).toHaveLength(2)
    expect(both).toContainEqual(empty)
  })

  it("shows nothing of another environment", async () => {
    const { ctx, elsewhere } = await testWorld({ now })
    await makeOrphans(ctx, ["usr_1"])
    expect((await listOrphans(await elsewhere(), list({ state: "all" }))).rows).toEqual([])
  })
})

it("of two who decide at once one is first; a file of adoptions is the same each time, and the next holds the next", async () => {
  const { as, machine } = await makeInstallation()
  const engineer = as("engineer")
  const fresh: Ctx = { ...engineer, now: () => now }
  const [one = "", two = ""] = await makeOrphans(fresh, ["usr_1001", "=usr_1002"])
  const race = await Promise.allSettled([adoptNamed(engineer, { ids: [one] }), markAsked(as("admin"), { ids: [one] })])
  expect(race.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"])
  await undoDecisions(engineer, { ids: [one] })

  await adoptNamed(engineer, { ids: [one, two] })
  expect(await countToExport(engineer)).toEqual({ count: 2, exact: true })
  const { id } = await exportAdoptions(engineer)
  const take = async () => {
    const { body } = await openExport(engineer, { dataset: "adoptions", query: `batch=${id}`, raw: true })
    return text(body)
  }
  const file = await take()
  const lines = file.trim().split("\n")
  expect(lines[0]).toBe("link_id,external_id,reason,decided_by,decided_at")
  expect(
    lines
      .slice(1)
      .toSorted()
      .map((line) => line.split(",").slice(0, 3)),
  ).toEqual(
    [
      [one, "usr_1001", "exact"],
      [two, "=usr_1002", "exact"],
    ].toSorted(),
  )
  expect(await take()).toBe(file)
  expect(await countToExport(engineer)).toEqual({ count: 0, exact: true })
  expect((await listAdoptionExports(engineer, { after: null })).rows).toMatchObject([{ id, rows: 2 }])

  const people = await openExport(engineer, { dataset: "orphans", query: "state=adopted", raw: false })
  const [head, ...rows] = (await text(people.body)).trim().split("\n")
  expect(head).toMatch(/^id,institution,external_id,status,created_at,reason,confidence,matched_external_id/)
  expect(rows.join()).toContain("'=usr_1002,valid")
  await importUsers(fresh, [["usr_1001", crypto.randomUUID()]])
  await judgeOrphans(machine("mirror:write"), { signal })
  expect((await listMissing(engineer, missingListParams.parse({}))).rows).toMatchObject([
    { kind: "never", externalId: "usr_1001" },
  ])
  const missing = await openExport(engineer, { dataset: "missing", query: "", raw: false })
  expect(await text(missing.body)).toMatch(
    /^link_id,external_id,kind,institution,removed_at\n[0-9a-f-]{36},usr_1001,never,,\n$/,
  )
})
