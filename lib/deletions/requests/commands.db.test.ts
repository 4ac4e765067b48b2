import { createHash } from "node:crypto"
import { describe, expect, it } from "vitest"
import { openCertificate } from "@/lib/deletions/certificate/queries"
import { canonical } from "@/lib/deletions/certificate/rules"
import { certificate } from "@/lib/deletions/certificate/schema"
import { startDueRequests } from "@/lib/deletions/due/commands"
import { expireRequests } from "@/lib/deletions/expiring/commands"
import { listItems } from "@/lib/deletions/items/queries"
import { itemListParams } from "@/lib/deletions/items/schema"
import { cancelPlan } from "@/lib/deletions/plans/commands"
import { cancelRequest } from "@/lib/deletions/requests/cancelling/commands"
import { confirmRequest, createDraft, retryRequest } from "@/lib/deletions/requests/commands"
import { approveRequest, refuseRequest } from "@/lib/deletions/requests/deciding/commands"
import { getLosses } from "@/lib/deletions/requests/preview/queries"
import { findRequest, listDecidable, listRequests } from "@/lib/deletions/requests/queries"
import { createDraftInput, type DraftChoice } from "@/lib/deletions/requests/schema"
import { confirmationOf } from "@/lib/deletions/rules"
import { runRequest } from "@/lib/deletions/running/commands"
import { runRequestJob } from "@/lib/deletions/running/jobs"
import { createPlan } from "@/lib/duplicates/plans/commands"
import { applyPlan, readyPlan } from "@/lib/duplicates/plans/moving/commands"
import { duplicateListParams } from "@/lib/duplicates/schema"
import { twelve } from "@/simulator/worlds/twelve"
import { belvoWorld } from "@/test/belvo"

const reason = "They closed their accounts"
const { signal } = new AbortController()
const five = [twelve.valid, twelve.invalid, twelve.tokenRequired, twelve.single, twelve.duplicateOlder]

/** A request by an engineer, where more than two links need a second member, and whose hold is a day. */
async function withDraft(choice: DraftChoice = { kind: "links", ids: five }) {
  const world = await belvoWorld("engineer")
  const { ctx, db, as, advance, sim } = world
  await db.environment.updateMany({ where: { id: ctx.environment.id }, data: { deletionThreshold: 2 } })
  const { id: requestId } = await createDraft(ctx, createDraftInput.parse({ selection: choice }))
  const view = async () => {
    const found = await findRequest(ctx, { requestId })
    if (!found) throw new Error("no such request")
    return found
  }
  const confirm = async () =>
    confirmRequest(ctx, { requestId, confirmation: String((await view()).counts.draft), reason })
  const reviewer = await as("compliance")
  const approve = () => approveRequest(reviewer, { requestId })
  const run = () => runRequest(world.system(...runRequestJob.permissions), { requestId, signal, patienceMs: 0 })
  return {
    ...{ ...world, requestId, view, confirm, reviewer, approve, run },
    deletes: () => sim.requests.filter((one) => one.startsWith("DELETE")).length,
    stateOf: async (linkId: string) => db.deletion.findFirstOrThrow({ where: { requestId, linkId } }),
    /** Confirmed, approved, and its hold over. */
    due: async () => {
      await confirm()
      await approve()
      advance(24 * 3_600)
    },
    /** Until all is seen to be gone. */
    runToTheEnd: async () => {
      await run()
      advance(90)
      await run()
    },
  }
}

describe("a draft", () => {
  it("is frozen with what was known, and says what would be lost", async () => {
    const { ctx, requestId, view } = await withDraft()
    expect(await view()).toMatchObject({ state: "draft", links: 5, counts: { draft: 5 } })
    const losses = await getLosses(ctx, { requestId })
    expect(losses).toMatchObject({ links: 5, leftOut: { removed: 0, underWay: 0 } })
    expect(losses.statuses.reduce((sum, { links }) => sum + links, 0)).toBe(5)
    expect(Object.values(losses.ages).reduce((sum, links) => sum + links, 0)).toBe(5)
    const page = await listItems(ctx, { requestId, params: itemListParams.parse({}) })
    expect(page.rows.map(({ linkId }) => linkId)).toEqual(five.toSorted())
  })

  it("of a list takes all that matched when it was shown, and tells how many more or fewer that are", async () => {
    const choice = {
      kind: "list",
      params: "?status=valid",
      expectedCount: 99,
      snapshotAt: "2026-03-01T12:00:00Z",
    } as const
    const { ctx, view, db } = await withDraft(choice)
    const valid = await db.link.count({ where: { environmentId: ctx.environment.id, status: "valid" } })
    expect(await view()).toMatchObject({ links: valid, expected: 99, source: "list" })
    const late = { ...choice, snapshotAt: "2026-02-01T12:00:00Z" }
    const none = createDraft(ctx, createDraftInput.parse({ selection: late }))
    await expect(none).rejects.toMatchObject({ key: "deletion.nothingChosen" })
    const strange = createDraftInput.safeParse({ selection: { ...choice, params: "?statos=valid" } })
    expect(strange.success).toBe(false)
  })

  it("leaves out what is gone, and what another request deletes", async () => {
    const {
      ctx,
      db,
      due,
      requestId: first,
    } = await withDraft({ kind: "links", ids: [twelve.invalid, twelve.valid, twelve.single] })
    await due()
    await db.link.updateMany({ where: { id: twelve.tokenRequired }, data: { removedAt: ctx.now() } })
    const { id: requestId } = await createDraft(ctx, { selection: { kind: "links", ids: five } })
    expect(first).not.toBe(requestId)
    expect(await getLosses(ctx, { requestId })).toMatchObject({ links: 1, leftOut: { removed: 1, underWay: 3 } })
  })

  it("ends after a day, and what it held with it", async () => {
    const { ctx, db, system, advance, view, requestId } = await withDraft()
    const housekeeper = { ...system("housekeeping") }
    expect(await expireRequests(housekeeper)).toBe(0)
    advance(25 * 3_600)
    expect(await expireRequests(housekeeper)).toBe(1)
    expect(await view()).toMatchObject({ state: "expired", total: 0 })
    expect(await db.deletion.count({ where: { requestId } })).toBe(0)
    expect((await listRequests(ctx, { after: null })).rows).toHaveLength(1)
  })

  it("of a plan is confirmed only while its plan is applied, which then cannot be cancelled", async () => {
    const { ctx, db } = await belvoWorld("engineer")
    const groups = { kind: "list" as const, params: duplicateListParams.parse({}), expectedCount: 1, exact: true }
    const draft = async () => {
      const { planId } = await createPlan(ctx, { selection: { ...groups, snapshotAt: ctx.now().toISOString() } })
      await readyPlan(ctx, { planId })
      await applyPlan(ctx, { planId })
      const { id: requestId } = await createDraft(ctx, { selection: { kind: "plan", planId } })
      const { linkId } = await db.deletion.findFirstOrThrow({ where: { requestId } })
      const link = await db.link.findFirstOrThrow({ where: { id: linkId } })
      return { planId, requestId, confirmation: confirmationOf(link) }
    }
    const { planId, ...first } = await draft()
    await cancelPlan(ctx, { planId })
    await expect(confirmRequest(ctx, { ...first, reason })).rejects.toMatchObject({ key: "plan.movedOn" })

    const { planId: second, ...request } = await draft()
    await confirmRequest(ctx, { ...request, reason })
    await expect(cancelPlan(ctx, { planId: second })).rejects.toMatchObject({ key: "plan.deleted" })
  })
})

describe("approval", () => {
  it("is a second member's: neither who asked nor who had a hand in it, and never twice", async () => {
    const { ctx, as, requestId, confirm, approve, reviewer, view } = await withDraft()
    await expect(confirmRequest(ctx, { requestId, confirmation: "4", reason })).rejects.toMatchObject({
      key: "deletion.wrongNumber",
    })
    await confirm()
    await expect(confirm()).rejects.toMatchObject({ key: "deletion.notDraft" })
    await expect(approveRequest(ctx, { requestId })).rejects.toMatchObject({ key: "deletion.ownRequest" })
    expect(await listDecidable(ctx)).toEqual([])
    const helper = await as("engineer")
    await cancelRequest(helper, { requestId, linkIds: [twelve.valid] })
    await expect(approveRequest(helper, { requestId })).rejects.toMatchObject({ key: "deletion.ownRequest" })
    expect(await listDecidable(reviewer)).toMatchObject([{ id: requestId }])

    await approve()
    await expect(approve()).rejects.toMatchObject({ key: "deletion.alreadyDecided" })
    const late = refuseRequest(reviewer, { requestId, reason: "too late" })
    await expect(late).rejects.toMatchObject({ key: "deletion.alreadyDecided" })
    expect(await view()).toMatchObject({ state: "held", counts: { requested: 4, cancelled: 1 } })
  })

  it("may be refused with a reason; nothing of it is deleted then", async () => {
    const { requestId, confirm, reviewer, view, run, sim } = await withDraft()
    await confirm()
    await refuseRequest(reviewer, { requestId, reason: "Not these" })
    await run()
    expect(await view()).toMatchObject({ state: "refused", decisionReason: "Not these", counts: { cancelled: 5 } })
    expect(sim.requests).toEqual([])
  })
})

describe("carrying out", () => {
  it("waits for the hold, in which some can be taken out, then deletes and proves the rest", async () => {
    const { ctx, db, requestId, confirm, approve, reviewer, view, run, runToTheEnd, advance, sim, deletes, system } =
      await withDraft()
    await confirm()
    await approve()
    await run()
    expect(sim.requests).toEqual([])
    await cancelRequest(reviewer, { requestId, linkIds: [twelve.valid] })
    expect(await startDueRequests(system("deletions:carry-out"))).toBe(0)
    advance(24 * 3_600)
    expect(await startDueRequests(system("deletions:carry-out"))).toBe(1)
    await runToTheEnd()

    expect(await view()).toMatchObject({ state: "done", counts: { done: 4, cancelled: 1 } })
    expect(deletes()).toBe(4)
    await expect(cancelRequest(ctx, { requestId })).rejects.toMatchObject({ key: "deletion.tooLate" })
    let text = ""
    for await (const part of await openCertificate(ctx, { requestId })) text += part
    const file = JSON.parse(text)
    const sha256 = createHash("sha256").update(canonical(file.certificate), "utf8").digest("hex")
    expect(file.sha256).toBe(sha256)
    const shown = certificate.parse(file.certificate)
    expect(shown).toMatchObject({ approval: { by: { name: "A compliance" } }, counts: { deleted: 4, cancelled: 1 } })
    expect(
      shown.links.filter(({ outcome }) => outcome === "deleted").every((one) => one.belvoRequestId && one.confirmedAt),
    ).toBe(true)
    expect(text).not.toContain("usr_")
    const entry = await db.auditEntry.findFirstOrThrow({ where: { action: "deletion.ended" } })
    expect(entry.body).toContain(sha256)
  })

  it("leaves alone what has healed, or changed hands, since it was chosen", async () => {
    const { due, run, sim, stateOf, deletes, view } = await withDraft()
    await due()
    sim.world.setStatus(twelve.invalid, "valid")
    const wire = sim.world.getLink(twelve.single)
    sim.world.removeLink(twelve.single)
    sim.world.addLink({ ...wire, external_id: "usr_somebody_else" })
    await run()
    expect(await stateOf(twelve.invalid)).toMatchObject({ state: "skipped", skipped: "healed" })
    expect(await stateOf(twelve.single)).toMatchObject({ state: "skipped", skipped: "external_id_changed" })
    expect(deletes()).toBe(3)
    expect(await view()).toMatchObject({ counts: { accepted: 3, skipped: 2 } })
  })

  it("leaves duplicates whose survivor is gone, broken or leaving, and what the directory knows again", async () => {
    const { db, due, run, sim, stateOf, requestId } = await withDraft()
    await due()
    await db.deletionRequest.updateMany({ where: { id: requestId }, data: { source: "plan" } })
    const survivors = [
      [twelve.valid, twelve.duplicateNewer],
      [twelve.invalid, twelve.unconfirmed],
      [twelve.single, twelve.tokenRequired],
    ] as const
    for (const [linkId, survivorId] of survivors) {
      await db.deletion.updateMany({ where: { requestId, linkId }, data: { survivorId } })
    }
    sim.world.removeLink(twelve.duplicateNewer)
    await run()
    expect(await stateOf(twelve.valid)).toMatchObject({ skipped: "survivor_gone" })
    expect(await stateOf(twelve.invalid)).toMatchObject({ skipped: "survivor_invalid" })
    expect(await stateOf(twelve.single)).toMatchObject({ skipped: "survivor_leaving" })
    expect(await stateOf(twelve.duplicateOlder)).toMatchObject({ state: "accepted" })
  })

  it("goes on where a worker was killed half-way: nothing is deleted twice, nothing is forgotten", async () => {
    const world = await withDraft()
    const { due, system, requestId, sim, view, runToTheEnd, db } = world
    await due()
    // The third deletion reaches Belvo, and its worker does not live to keep the answer: another has taken the request over.
    let deletions = 0
    const dying = system(...runRequestJob.permissions)
    const fetch: typeof dying.fetch = async (input, init) => {
      const answer = await dying.fetch(input, init)
      if (init?.method !== "DELETE" || ++deletions < 3) return answer
      await db.deletionRequest.updateMany({ where: { id: requestId }, data: { holder: crypto.randomUUID() } })
      return answer
    }
    await runRequest({ ...dying, fetch }, { requestId, signal, patienceMs: 0 })
    expect(await view()).toMatchObject({ state: "running", counts: { accepted: 2, sent: 1, requested: 2 } })
    await runToTheEnd()

    expect(await view()).toMatchObject({ state: "done", counts: { done: 5 } })
    const left = new Set([...sim.world.eachLink()].map(({ id }) => id))
    expect(five.filter((linkId) => left.has(linkId))).toEqual([])
  })

  it("tries only what has failed again, and certifies anew", async () => {
    const { ctx, requestId, due, runToTheEnd, sim, view, stateOf } = await withDraft()
    await due()
    const path = `/api/links/${twelve.invalid}/`
    sim.failNext({ kind: "error", status: 403, code: "access_to_resource_denied", message: "No", path })
    await runToTheEnd()
    const before = await view()
    expect(before).toMatchObject({ state: "done", counts: { done: 4, failed: 1 } })
    expect(await stateOf(twelve.invalid)).toMatchObject({ failure: { code: "access_to_resource_denied" } })

    expect(await retryRequest(ctx, { requestId })).toEqual({ retried: 1 })
    sim.clearRequests()
    await runToTheEnd()
    expect(sim.requests.filter((one) => one.startsWith("DELETE"))).toEqual([`DELETE ${path}`])
    const after = await view()
    expect(after).toMatchObject({ state: "done", counts: { done: 5, failed: 0 } })
    expect(after.sha256).not.toBe(before.sha256)
    await expect(retryRequest(ctx, { requestId })).rejects.toMatchObject({ key: "deletion.notFailed" })
  })
})
