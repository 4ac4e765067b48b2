import { describe, expect, it } from "vitest"
import { cancelDeletion, requestDeletion, retryDeletion } from "@/lib/deletions/commands"
import { findLatestDeletion, getDeletion } from "@/lib/deletions/queries"
import { heldUntil, lookDelaysSeconds } from "@/lib/deletions/rules"
import { runRequest } from "@/lib/deletions/running/commands"
import { runRequestJob } from "@/lib/deletions/running/jobs"
import { twelve } from "@/simulator/worlds/twelve"
import { belvoDatabase, belvoWorld, mirrorAll } from "@/test/belvo"

const linkId = twelve.duplicateOlder
const request = { linkId, confirmation: "usr_000007", reason: "The customer asked for it" }
const { signal } = new AbortController()

async function withRequest() {
  const world = await belvoWorld("engineer")
  const { ctx, db } = world
  await db.environment.updateMany({ where: { id: ctx.environment.id }, data: { deletionHoldHours: 0 } })
  const { id: deletionId, requestId } = await requestDeletion(ctx, request)
  const carrier = world.system(...runRequestJob.permissions)
  return {
    ...world,
    deletionId,
    run: () => runRequest(carrier, { requestId, signal, patienceMs: 0 }),
    view: () => getDeletion(ctx, { id: deletionId }),
    row: () => db.deletion.findFirstOrThrow({ where: { id: deletionId } }),
    request: () => db.deletionRequest.findFirstOrThrow({ where: { id: requestId } }),
    removedAt: async () => (await db.link.findFirst({ where: { id: linkId } }))?.removedAt ?? null,
    deletes: () => world.sim.requests.filter((one) => one.startsWith("DELETE")),
  }
}
const lastLook = (lookDelaysSeconds(1).at(-1) ?? 0) + 1

describe("requestDeletion", () => {
  it("makes a request of one, keeps who asks and why, and sends nothing before the environment's hold has passed", async () => {
    const { ctx, db, sim, system } = await belvoWorld("engineer")
    const asked = await requestDeletion(ctx, request)
    expect(asked).toMatchObject({
      ...{ linkId, state: "requested", requestState: "held", links: 1, reason: request.reason },
      ...{ requestedBy: { name: "A engineer" }, heldUntil: heldUntil(ctx.now(), 24).toISOString() },
    })
    await runRequest(system(...runRequestJob.permissions), { requestId: asked.requestId, signal, patienceMs: 0 })
    expect(sim.requests).toEqual([])
    const entries = await db.auditEntry.findMany({ where: { action: "deletion.requested" } })
    expect(entries).toMatchObject([{ entityId: asked.requestId }, { entityId: linkId }])
  })

  it("wants the link's name typed, or the end of its id where it has none", async () => {
    const { ctx, db } = await belvoWorld("engineer")
    const wrong = requestDeletion(ctx, { ...request, confirmation: "usr_000008" })
    await expect(wrong).rejects.toMatchObject({ key: "deletion.wrongConfirmation" })
    expect(await db.deletion.count()).toBe(0)
    await requestDeletion(ctx, { ...request, linkId: twelve.orphan, confirmation: twelve.orphan.slice(-8) })
    expect(await db.deletion.count()).toBe(1)
  })

  it("refuses a second while one is under way, also where two ask at the same moment", async () => {
    const { ctx, run } = await withRequest()
    await expect(requestDeletion(ctx, request)).rejects.toMatchObject({ key: "deletion.underWay" })
    await run()
    await expect(requestDeletion(ctx, request)).rejects.toMatchObject({ key: "deletion.underWay" })

    const { as } = await belvoDatabase()
    const both = await Promise.all([as("engineer"), as("admin")])
    const outcomes = await Promise.allSettled(both.map((one) => requestDeletion(one, request)))
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"])
  })

  it.each(["viewer", "support", "compliance"] as const)("refuses a %s", async (role) => {
    const { ctx, db } = await belvoWorld(role)
    await expect(requestDeletion(ctx, request)).rejects.toMatchObject({ code: "FORBIDDEN" })
    expect(await db.deletion.count()).toBe(0)
  })

  it("knows no link and no deletion of another environment", async () => {
    const { deletionId, elsewhere } = await withRequest()
    const other = await elsewhere()
    await expect(requestDeletion(other, request)).rejects.toMatchObject({ code: "NOT_FOUND" })
    await expect(cancelDeletion(other, { deletionId })).rejects.toMatchObject({ code: "NOT_FOUND" })
    await expect(retryDeletion(other, { deletionId })).rejects.toMatchObject({ code: "NOT_FOUND" })
    expect(await findLatestDeletion(other, { linkId })).toBeNull()
  })
})

describe("cancelDeletion", () => {
  it("takes back what has not left yet; the job then sends nothing", async () => {
    const { ctx, deletionId, run, sim } = await withRequest()
    expect(await cancelDeletion(ctx, { deletionId })).toMatchObject({ state: "cancelled", requestState: "cancelled" })
    await run()
    expect(sim.requests).toEqual([])
    expect(await requestDeletion(ctx, request)).toMatchObject({ state: "requested" })
  })

  it("comes too late once it has been sent", async () => {
    const { ctx, deletionId, run } = await withRequest()
    await run()
    await expect(cancelDeletion(ctx, { deletionId })).rejects.toMatchObject({ key: "deletion.tooLate" })
  })
})

describe("runRequest, of one link", () => {
  it("reads the link again, deletes in Belvo's asynchronous mode and calls it done only when it is seen to be gone", async () => {
    const { run, view, row, request: requestRow, sim, advance, removedAt, db } = await withRequest()
    await run()
    expect(sim.requests).toEqual([expect.stringContaining(`GET /api/links/?`), `DELETE /api/links/${linkId}/`])
    expect(await row()).toMatchObject({ state: "accepted", attempts: 1, belvoRequestId: expect.any(String) })
    await run()
    expect(await view()).toMatchObject({ state: "accepted" })
    expect(await removedAt()).toBeNull()
    advance(30)
    await run()
    expect(await row()).toMatchObject({ state: "done", confirmedBy: "deletion", confirmedAt: await removedAt() })
    expect(await requestRow()).toMatchObject({ state: "done", sha256: expect.anything() })
    expect(await db.linkEvent.findMany({ where: { linkId, kind: "removed" } })).toMatchObject([{ cause: "deletion" }])
    expect(await db.auditEntry.count({ where: { action: "deletion.settled" } })).toBe(1)
  })

  it("tells at once what a webhook's re-read has found, and asks Belvo no more", async () => {
    const { ctx, run, view, row, sim, advance, db } = await withRequest()
    await run()
    advance(30)
    await db.link.updateMany({ where: { id: linkId }, data: { removedAt: ctx.now() } })
    expect(await view()).toMatchObject({ state: "done", settledAt: "2026-03-01T12:01:30.000Z" })
    sim.clearRequests()
    await run()
    expect(await row()).toMatchObject({ state: "done" })
    expect(sim.requests).toEqual([])
  })

  it("is content where somebody else has deleted it already", async () => {
    const { run, row, sim, removedAt, deletes } = await withRequest()
    sim.world.removeLink(linkId)
    await run()
    expect(await row()).toMatchObject({ state: "already_gone" })
    expect(await removedAt()).not.toBeNull()
    expect(deletes()).toEqual([])
  })

  it("says that it failed where the link outlives the last look", async () => {
    const { ctx, run, view, sim, advance } = await withRequest()
    await run()
    const wire = sim.world.getLink(linkId)
    advance(30)
    sim.world.addLink({ ...wire, id: linkId })
    await mirrorAll(ctx, sim)
    for (const _ of lookDelaysSeconds(1)) {
      advance(lastLook)
      await run()
    }
    expect(await view()).toMatchObject({ state: "failed", failure: { code: "still_there", requestId: null } })
  })

  it("keeps why Belvo refused, and is sent again by one click", async () => {
    const { ctx, deletionId, run, view, sim } = await withRequest()
    const path = `/api/links/${linkId}/`
    sim.failNext({ kind: "error", status: 403, code: "access_to_resource_denied", message: "No", path })
    await run()
    expect(await view()).toMatchObject({ state: "failed", failure: { code: "access_to_resource_denied" } })

    expect(await retryDeletion(ctx, { deletionId })).toMatchObject({ state: "requested", failure: null })
    await expect(retryDeletion(ctx, { deletionId })).rejects.toMatchObject({ key: "deletion.notFailed" })
    await run()
    expect(await view()).toMatchObject({ state: "accepted" })
  })

  it("waits where Belvo cannot answer, and goes on when it can", async () => {
    const { run, view, request: requestRow, sim } = await withRequest()
    sim.failNext({ kind: "error", status: 401, code: "authentication_failed", message: "No" })
    await run()
    expect(await view()).toMatchObject({ state: "requested" })
    expect(await requestRow()).toMatchObject({ state: "running", problem: { code: "authentication_failed" } })
    await run()
    expect(await view()).toMatchObject({ state: "accepted" })
    expect(await requestRow()).toMatchObject({ problem: null })
  })

  it("is begun again after a worker died between Belvo's answer and ours, without harm", async () => {
    const { run, row, db, sim, advance } = await withRequest()
    await run()
    await db.deletion.updateMany({ data: { state: "sent", acceptedAt: null, nextLookAt: null } })
    await run()
    expect(await row()).toMatchObject({ state: "accepted", attempts: 2 })
    await db.deletion.updateMany({ data: { state: "sent", acceptedAt: null, nextLookAt: null } })
    advance(60)
    sim.clearRequests()
    await run()
    expect(await row()).toMatchObject({ state: "done" })
    expect(sim.requests.filter((one) => one.startsWith("DELETE"))).toEqual([])
  })
})
