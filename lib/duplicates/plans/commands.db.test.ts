import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { BelvoLink } from "@/lib/belvo/link"
import type { Ctx } from "@/lib/ctx"
import { cancelPlan } from "@/lib/deletions/plans/commands"
import { checkPlan } from "@/lib/duplicates/plans/checking/commands"
import { createPlan } from "@/lib/duplicates/plans/commands"
import { chooseSurvivor, takeOutGroup } from "@/lib/duplicates/plans/deciding/commands"
import { listPlanItems } from "@/lib/duplicates/plans/items/queries"
import { makePlan } from "@/lib/duplicates/plans/making/commands"
import { applyPlan, finishPlan, readyPlan, reopenPlan, settlePlans } from "@/lib/duplicates/plans/moving/commands"
import { countGoneOfPlan, findPlan, listPlans, planDeletions } from "@/lib/duplicates/plans/queries"
import { createPlanInput, type PlanSelection, planItemParams } from "@/lib/duplicates/plans/schema"
import { listGroups } from "@/lib/duplicates/queries"
import { type Candidate, proposeSurvivor } from "@/lib/duplicates/rules"
import { duplicateListParams } from "@/lib/duplicates/schema"
import { blankRemoved } from "@/lib/mirror/blanking/commands"
import { applyGone, applyLinks } from "@/lib/mirror/commands"
import { makeLink } from "@/lib/mirror/fixtures/links"
import { systemActor } from "@/test/environment"
import { testWorld, type World } from "@/test/world"

const now = "2026-03-01T12:00:00Z"
const at = (minute: number) => new Date(Date.parse(now) + minute * 60_000)
const { signal } = new AbortController()

type Mirrored = World & { mirror: Ctx }

async function world(): Promise<Mirrored> {
  const made = await testWorld({ role: "engineer", now })
  return { ...made, mirror: { ...made.ctx, actor: systemActor(["mirror:write", "plans:make"]) } }
}

const observe = ({ mirror }: Mirrored, minute: number, links: readonly BelvoLink[]) =>
  applyLinks(mirror, { links, observedAt: at(minute), cause: "sweep" })
const pair = (institutionUserId: string, more: Partial<BelvoLink> = {}) => [
  makeLink({ institutionUserId, externalId: `usr_${institutionUserId}`, ...more }),
  makeLink({ institutionUserId, externalId: `usr_${institutionUserId}`, ...more, status: "invalid" }),
]

async function know({ ctx, db }: World, linkIds: readonly string[]) {
  const importId = crypto.randomUUID()
  await db.directoryEntry.createMany({
    data: linkIds.map((linkId, line) => ({
      ...{ environmentId: ctx.environment.id, importId, line, externalId: `user_${line}`, linkId },
    })),
  })
}

const all = (more: Partial<Extract<PlanSelection, { kind: "list" }>> = {}): PlanSelection => ({
  ...{ kind: "list", params: duplicateListParams.parse({}), expectedCount: 1_000, exact: true },
  ...{ snapshotAt: at(60).toISOString(), ...more },
})
const groupsOf = async (ctx: Ctx, query: Record<string, string> = {}) =>
  (await listGroups(ctx, duplicateListParams.parse(query))).rows
const itemsOf = async (ctx: Ctx, planId: string, query: Record<string, string> = {}) =>
  (await listPlanItems(ctx, { planId, params: planItemParams.parse(query) })).rows
const planOf = async (ctx: Ctx, planId: string) => {
  const plan = await findPlan(ctx, { planId })
  if (!plan) throw new Error("no plan")
  return plan
}

describe("createPlan", () => {
  it("lets stay whom the rule proposes, for its reasons, and says the same each time", async () => {
    const here = await world()
    const link = fc.record({
      institutionUserId: fc.constantFrom("a", "b", "c", "d"),
      institution: fc.constantFrom("erebor_mx_retail", "gringotts_mx_retail"),
      status: fc.constantFrom("valid", "valid", "invalid", "on_hold"),
      accessMode: fc.constantFrom("single", "recurrent", null),
      createdAt: fc.integer({ min: 0, max: 2 }).map((day) => at(day * 1_440)),
      known: fc.boolean(),
    })
    const [drawn = []] = fc.sample(fc.array(link, { minLength: 40, maxLength: 40 }), { numRuns: 1, seed: 7 })
    const links = drawn.map(({ known: _, createdAt, ...more }) =>
      makeLink({ ...more, createdAt, createdAtText: createdAt.toISOString(), externalId: "usr_1" }),
    )
    await observe(here, 1, links)
    const known = new Set(links.filter((_, place) => drawn[place]?.known).map(({ id }) => id))
    await know(here, [...known])
    const candidates = links.map((one): Candidate & { group: string } => ({
      ...{ id: one.id, status: one.status, accessMode: one.accessMode, createdAt: one.createdAt },
      ...{ known: known.has(one.id), group: `${one.institution} ${one.institutionUserId}` },
    }))
    const wanted = [...Map.groupBy(candidates, ({ group }) => group).values()]
      .filter((members) => members.length > 1)
      .flatMap((members) => {
        const { survivor, reasons } = proposeSurvivor(members)
        const old = members.filter(({ id }) => id !== survivor.id)
        return old.map(({ id }) => `${id} → ${survivor.id} ${reasons.join("|")}`)
      })
    const said = async (planId: string) =>
      (await itemsOf(here.ctx, planId)).map((item) => `${item.oldLinkId} → ${item.newLinkId} ${item.reason}`)

    const first = await createPlan(here.ctx, { selection: all() })
    const before = await said(first.planId)
    await cancelPlan(here.ctx, first)
    const second = await createPlan(here.ctx, { selection: all() })

    expect(before.toSorted()).toEqual(wanted.toSorted())
    expect(await said(second.planId)).toEqual(before)
    expect(await planOf(here.ctx, second.planId)).toMatchObject({ state: "draft", items: wanted.length })
  })

  it("takes no shared login along with others, but one by itself", async () => {
    const here = await world()
    await observe(here, 1, [
      ...pair("one"),
      ...pair("two"),
      makeLink({ institutionUserId: "two", externalId: "other" }),
    ])
    const { planId } = await createPlan(here.ctx, { selection: all() })
    expect(await planOf(here.ctx, planId)).toMatchObject({ matched: 1, groups: 1 })
    const [shared] = await groupsOf(here.ctx, { queue: "shared" })
    const several = { kind: "groups" as const, ids: [shared?.id ?? "", crypto.randomUUID()] }
    await expect(createPlan(here.ctx, { selection: several })).rejects.toMatchObject({ key: "plan.onlyShared" })
    const alone = await createPlan(here.ctx, { selection: { kind: "groups", ids: [shared?.id ?? ""] } })
    expect(await itemsOf(here.ctx, alone.planId)).toHaveLength(2)
  })

  it("names the plan that has a group already, and goes on with the rest", async () => {
    const here = await world()
    await observe(here, 1, [...pair("one"), ...pair("two")])
    const [group] = await groupsOf(here.ctx)
    const first = await createPlan(here.ctx, { selection: { kind: "groups", ids: [group?.id ?? ""] } })
    const colleague = await here.as("engineer")
    const second = await createPlan(colleague, { selection: all() })

    const plan = await planOf(here.ctx, second.planId)
    expect(plan).toMatchObject({ matched: 2, groups: 1, leftOut: { elsewhere: [{ planId: first.planId, groups: 1 }] } })
    await expect(createPlan(colleague, { selection: all() })).rejects.toMatchObject({ key: "plan.takenByAnother" })
    expect((await listPlans(here.ctx, { after: null })).rows.map(({ id }) => id).toSorted()).toEqual(
      [first.planId, second.planId].toSorted(),
    )
    await cancelPlan(here.ctx, first)
    expect(await createPlan(colleague, { selection: all() })).toBeTruthy()
  })

  it("does not widen: what came after the list was shown stays out, and more than it showed is refused", async () => {
    const here = await world()
    await observe(here, 1, pair("one"))
    await observe(here, 30, pair("two"))
    const seen = all({ expectedCount: 1, snapshotAt: at(10).toISOString() })
    const { planId } = await createPlan(here.ctx, { selection: seen })
    expect(await planOf(here.ctx, planId)).toMatchObject({ matched: 1, groups: 1 })
    await cancelPlan(here.ctx, { planId })
    const refused = createPlan(here.ctx, { selection: all({ expectedCount: 1 }) })
    await expect(refused).rejects.toMatchObject({ key: "plan.moreNow", options: { values: { matched: 2 } } })
    const strange = { kind: "list", params: "institution=x&shared=1", expectedCount: 1, exact: true, snapshotAt: now }
    expect(createPlanInput.safeParse({ selection: strange }).success).toBe(false)
  })

  it("leaves a plan of many to a job, which goes on where it was interrupted, and leaves out what is no longer meant", async () => {
    const here = await world()
    const { ctx, db, mirror } = here
    await db.$executeRaw`
      INSERT INTO link (environment_id, id, institution, status, created_at, status_since, first_seen_at, observed_at, external_id, institution_user_id)
      SELECT ${ctx.environment.id}, gen_random_uuid(), 'erebor_mx_retail', 'valid', ${at(0)}, ${at(0)}, ${at(0)}, ${at(0)}, 'usr', 'login ' || n % 2100
      FROM generate_series(0, 4199) AS n`
    await db.$executeRaw`
      INSERT INTO duplicate_group (environment_id, institution, institution_user_id, members, external_ids, first_seen_at, changed_at)
      SELECT environment_id, institution, institution_user_id, count(*), 1, ${at(0)}, ${at(0)} FROM link
      WHERE institution_user_id IS NOT NULL GROUP BY 1, 2, 3`
    const { planId } = await createPlan(ctx, { selection: all({ exact: false }) })
    expect(await planOf(ctx, planId)).toMatchObject({ state: "making", groups: 2_100, made: 0, items: 0 })
    await db.$executeRaw`UPDATE link SET removed_at = ${at(1)} WHERE institution_user_id = 'login 7'`
    await observe(here, 1, [makeLink({ institutionUserId: "login 8", externalId: "another customer" })])
    await expect(makePlan(mirror, { planId }, AbortSignal.abort())).rejects.toThrow()
    await makePlan(mirror, { planId }, signal)
    await makePlan(mirror, { planId }, signal)
    const plan = await planOf(ctx, planId)
    expect(plan).toMatchObject({
      state: "draft",
      groups: 2_098,
      items: 2_098,
      leftOut: { dissolved: 1, sharedLogin: 1 },
    })
    expect(await db.duplicatePlanGroup.count({ where: { planId, institutionUserId: "login 8" } })).toBe(0)
  })
})

describe("a draft", () => {
  it("follows a person who knows better, with their words, and lets a group go", async () => {
    const here = await world()
    await observe(here, 1, [...pair("one"), ...pair("two")])
    const { planId } = await createPlan(here.ctx, { selection: all() })
    const [first, second] = await itemsOf(here.ctx, planId)
    if (!first || !second) throw new Error("two groups of two")
    const other = first.oldLinkId
    await chooseSurvivor(here.ctx, { planId, groupNo: first.groupNo, linkId: other, reason: "The customer says so" })
    await takeOutGroup(here.ctx, { planId, groupNo: second.groupNo })

    expect(await itemsOf(here.ctx, planId)).toEqual([
      expect.objectContaining({
        ...{ oldLinkId: first.newLinkId, newLinkId: other, reason: "The customer says so", overruled: true },
        ...{ externalId: first.externalId, notValid: true, decidedBy: "A engineer" },
      }),
    ])
    expect(await planOf(here.ctx, planId)).toMatchObject({
      ...{ groups: 1, items: 1, leftOut: { takenOut: 1 }, warnings: { notValid: 1, stillUsed: 0, joined: 0 } },
    })
    const stranger = { planId, groupNo: first.groupNo, linkId: second.oldLinkId, reason: "Not of this group" }
    await expect(chooseSurvivor(here.ctx, stranger)).rejects.toMatchObject({ key: "plan.notOfGroup" })
    await readyPlan(here.ctx, { planId })
    const late = { planId, groupNo: first.groupNo, linkId: first.newLinkId, reason: "Too late for this" }
    await expect(chooseSurvivor(here.ctx, late)).rejects.toMatchObject({ key: "plan.notDraft" })
    await reopenPlan(here.ctx, { planId })
    await chooseSurvivor(here.ctx, late)
  })

  it("is warned of a survivor that broke, of an old link in use and of one that joined", async () => {
    const here = await world()
    const links = pair("one")
    await observe(here, 1, links)
    const { planId } = await createPlan(here.ctx, { selection: all() })
    expect(await itemsOf(here.ctx, planId, { warned: "1" })).toEqual([])
    const [item] = await itemsOf(here.ctx, planId)
    await know(here, [item?.oldLinkId ?? ""])
    await observe(here, 2, [...links.map((one) => ({ ...one, status: "invalid" })), ...pair("one").slice(0, 1)])
    expect(await checkPlan(here.ctx, { planId })).toEqual({ notValid: 1, stillUsed: 1, joined: 1 })
    expect(await itemsOf(here.ctx, planId, { warned: "1" })).toHaveLength(1)
  })
})

describe("a login that becomes shared", () => {
  it("stops a plan that did not know, until its group is taken out", async () => {
    const here = await world()
    const { ctx } = here
    const links = pair("one")
    await observe(here, 1, [...links, ...pair("two")])
    const { planId } = await createPlan(ctx, { selection: all() })
    await readyPlan(ctx, { planId })
    await observe(
      here,
      2,
      links.map((link, place) => ({ ...link, externalId: `customer ${place}` })),
    )

    const refused = { key: "plan.turnedShared", options: { values: { count: 1 } } }
    await expect(applyPlan(ctx, { planId })).rejects.toMatchObject(refused)
    expect(await checkPlan(ctx, { planId })).toMatchObject({ joined: 1 })
    await reopenPlan(ctx, { planId })
    await expect(readyPlan(ctx, { planId })).rejects.toMatchObject(refused)
    const [turned] = await itemsOf(ctx, planId, { warned: "1" })
    await takeOutGroup(ctx, { planId, groupNo: turned?.groupNo ?? 0 })
    await readyPlan(ctx, { planId })
    await applyPlan(ctx, { planId })
    expect(await planOf(ctx, planId)).toMatchObject({ state: "applied", groups: 1 })
  })

  it("does not stop a plan that was made of it by itself", async () => {
    const here = await world()
    await observe(here, 1, [...pair("one"), makeLink({ institutionUserId: "one", externalId: "other" })])
    const [shared] = await groupsOf(here.ctx, { queue: "shared" })
    const { planId } = await createPlan(here.ctx, { selection: { kind: "groups", ids: [shared?.id ?? ""] } })
    await readyPlan(here.ctx, { planId })
    await applyPlan(here.ctx, { planId })
    expect(await planOf(here.ctx, planId)).toMatchObject({ state: "applied", warnings: { joined: 0 } })
  })
})

describe("whose links they were", () => {
  it("goes with the links, and where a plan still had them, when it lets them go", async () => {
    const here = await world()
    const { ctx, db, mirror } = here
    await observe(here, 1, [...pair("one"), ...pair("two")])
    const { planId } = await createPlan(ctx, { selection: all() })
    const [first, second] = await itemsOf(ctx, planId)
    if (!first || !second) throw new Error("two groups of two")
    await chooseSurvivor(ctx, { planId, groupNo: first.groupNo, linkId: first.oldLinkId, reason: "Ximena says so" })
    await readyPlan(ctx, { planId })
    await applyPlan(ctx, { planId })
    await applyGone(mirror, { ids: [first.newLinkId], observedAt: at(3), cause: "sweep" })
    const housekeeper = { ...mirror, actor: systemActor(["housekeeping", "mirror:write"]) }
    expect(await blankRemoved({ ...housekeeper, now: () => at(400 * 1_440) }, { signal })).toBe(1)
    const groups = () => db.duplicatePlanGroup.findMany({ where: { planId }, orderBy: { groupNo: "asc" } })
    expect(await groups()).toMatchObject([
      { institutionUserId: "one", reason: null },
      { institutionUserId: "two", reason: second.reason },
    ])
    await finishPlan(ctx, { planId })
    expect(await groups()).toMatchObject([
      { institutionUserId: "", open: false },
      { institutionUserId: "two", reason: second.reason, open: false },
    ])
  })
})

describe("an applied plan", () => {
  it("hands over what is to go, and is done when all are gone", async () => {
    const here = await world()
    const { ctx, db, mirror } = here
    await observe(here, 1, [...pair("one"), ...pair("two")])
    const { planId } = await createPlan(ctx, { selection: all() })
    const items = await itemsOf(ctx, planId)
    expect(items).toHaveLength(2)
    const deletions = () =>
      db.$queryRaw<{ link_id: string; survivor_id: string }[]>`${planDeletions(ctx.environment.id, planId)}`
    expect(await deletions()).toEqual([])
    await readyPlan(ctx, { planId })
    await applyPlan(ctx, { planId })
    await expect(readyPlan(ctx, { planId })).rejects.toMatchObject({ key: "plan.movedOn" })
    expect(await deletions()).toHaveLength(2)

    expect(await settlePlans(mirror)).toBe(0)
    await applyGone(mirror, { ids: items.map(({ oldLinkId }) => oldLinkId), observedAt: at(4), cause: "sweep" })
    expect(await countGoneOfPlan(ctx, { planId })).toBe(2)
    await checkPlan(ctx, { planId })
    expect(await countGoneOfPlan(ctx, { planId })).toBe(2)
    expect(await settlePlans(mirror)).toBe(1)
    expect(await planOf(ctx, planId)).toMatchObject({ state: "done" })
    expect(await db.duplicatePlanGroup.count({ where: { open: true } })).toBe(0)
  })

  it("takes a link back that Belvo has after all, and finds one that went while nobody kept count", async () => {
    const here = await world()
    const { ctx, db, mirror } = here
    const links = [...pair("one"), ...pair("two")]
    await observe(here, 1, links)
    const { planId } = await createPlan(ctx, { selection: all() })
    const [first] = await itemsOf(ctx, planId)
    if (!first) throw new Error("nothing was planned")
    await applyGone(mirror, { ids: [first.oldLinkId], observedAt: at(2), cause: "sweep" })
    expect(await countGoneOfPlan(ctx, { planId })).toBe(1)
    await observe(here, 3, links)
    expect(await countGoneOfPlan(ctx, { planId })).toBe(0)
    await applyGone(mirror, { ids: [first.oldLinkId], observedAt: at(4), cause: "sweep" })
    await db.duplicatePlanItem.updateMany({ where: { planId }, data: { gone: false } })
    await checkPlan(ctx, { planId })
    expect(await countGoneOfPlan(ctx, { planId })).toBe(1)
  })

  it("records who did what, naming links and groups by their ids alone", async () => {
    const here = await world()
    await observe(here, 1, pair("login-that-nobody-may-read", { externalId: "ximena@example.com" }))
    const { planId } = await createPlan(here.ctx, { selection: all() })
    const [item] = await itemsOf(here.ctx, planId)
    const chosen = { groupNo: item?.groupNo ?? 0, linkId: item?.oldLinkId ?? "" }
    await chooseSurvivor(here.ctx, { planId, ...chosen, reason: "Ask ximena@example.com" })
    await readyPlan(here.ctx, { planId })
    await cancelPlan(here.ctx, { planId })
    const entries = await here.db.auditEntry.findMany({ orderBy: { seq: "asc" } })
    const text = entries.map(({ body }) => body).join("\n")
    expect(entries.map(({ action }) => action)).toEqual([
      "plan.created",
      "plan.overruled",
      "plan.ready",
      "plan.cancelled",
    ])
    expect(text).not.toMatch(/ximena|login-that/)
  })
})
