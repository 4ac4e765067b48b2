import { describe, expect, it } from "vitest"
import { settleAbandoned } from "@/lib/deletions/abandoned/commands"
import { settleAbandonedJob } from "@/lib/deletions/abandoned/jobs"
import { carryOut } from "@/lib/deletions/carrying-out/commands"
import { carryOutJob } from "@/lib/deletions/carrying-out/jobs"
import { cancelDeletion, requestDeletion, retryDeletion } from "@/lib/deletions/commands"
import { confirmDeletion } from "@/lib/deletions/confirming/commands"
import { confirmJob } from "@/lib/deletions/confirming/jobs"
import { findLatestDeletion, getDeletion } from "@/lib/deletions/queries"
import { confirmDelaysSeconds } from "@/lib/deletions/rules"
import type { PrismaClient } from "@/prisma/generated/client"
import { twelve } from "@/simulator/worlds/twelve"
import { belvoDatabase, belvoWorld, mirrorAll } from "@/test/belvo"

const linkId = twelve.duplicateOlder
const request = { linkId, confirmation: "usr_000007", reason: "The customer asked for it" }

async function withRequest() {
  const world = await belvoWorld("engineer")
  const { id: deletionId } = await requestDeletion(world.ctx, request)
  const carrier = world.system(...carryOutJob.permissions)
  const looker = world.system(...confirmJob.permissions)
  return {
    ...world,
    deletionId,
    carryOut: () => carryOut(carrier, { deletionId }),
    settleAbandoned: () => settleAbandoned(world.system(...settleAbandonedJob.permissions)),
    confirm: (attempt: number) => confirmDeletion(looker, { deletionId, attempt }),
    view: () => getDeletion(world.ctx, { id: deletionId }),
    row: () => world.db.deletion.findFirstOrThrow({ where: { id: deletionId } }),
    removedAt: async () => (await world.db.link.findFirst({ where: { id: linkId } }))?.removedAt ?? null,
    jobs: (name: string) =>
      world.db.$queryRaw<{ after: number }[]>`
        SELECT extract(epoch FROM start_after - ${world.ctx.now()}::timestamptz)::integer AS after
        FROM pgboss.job WHERE name = ${name} ORDER BY start_after`,
  }
}

describe("requestDeletion", () => {
  it("keeps who asks and why, and sends nothing before the hold has passed", async () => {
    const { view, sim, jobs, db } = await withRequest()
    expect(await view()).toMatchObject({
      linkId,
      state: "requested",
      reason: request.reason,
      requestedBy: { name: "A engineer" },
      heldUntil: "2026-03-01T12:01:10.000Z",
    })
    expect(await jobs("carry-out-deletion")).toEqual([{ after: 10 }])
    expect(await db.auditEntry.findMany()).toMatchObject([{ action: "deletion.requested", entityId: linkId }])
    expect(sim.requests).toEqual([])
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
    const { ctx, carryOut } = await withRequest()
    await expect(requestDeletion(ctx, request)).rejects.toMatchObject({ key: "deletion.underWay" })
    await carryOut()
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
    const { ctx, deletionId, carryOut, sim } = await withRequest()
    expect(await cancelDeletion(ctx, { deletionId })).toMatchObject({ state: "cancelled" })
    await carryOut()
    expect(sim.requests).toEqual([])
    expect(await requestDeletion(ctx, request)).toMatchObject({ state: "requested" })
  })

  it("comes too late once it has been sent", async () => {
    const { ctx, deletionId, carryOut } = await withRequest()
    await carryOut()
    await expect(cancelDeletion(ctx, { deletionId })).rejects.toMatchObject({ key: "deletion.tooLate" })
  })
})

describe("carryOut and confirmDeletion", () => {
  it("deletes in Belvo's asynchronous mode and calls it done only when the link is seen to be gone", async () => {
    const { carryOut, confirm, view, row, sim, advance, removedAt, jobs, db } = await withRequest()
    await carryOut()
    expect(sim.requests).toEqual([`DELETE /api/links/${linkId}/`])
    expect(await row()).toMatchObject({ state: "accepted", attempts: 1, belvoRequestId: expect.any(String) })
    expect((await jobs("confirm-deletion")).map(({ after }) => after)).toEqual([...confirmDelaysSeconds])

    await confirm(0)
    expect(await view()).toMatchObject({ state: "accepted" })
    expect(await removedAt()).toBeNull()
    advance(30)
    await confirm(1)
    expect(await row()).toMatchObject({ state: "done" })
    expect(await removedAt()).not.toBeNull()
    expect(await db.linkEvent.findMany({ where: { linkId, kind: "removed" } })).toMatchObject([{ cause: "deletion" }])
    expect(await db.auditEntry.count({ where: { action: "deletion.settled" } })).toBe(1)
  })

  it("tells at once what a webhook's re-read has found, and asks Belvo no more", async () => {
    const { ctx, carryOut, confirm, view, row, sim, advance, db } = await withRequest()
    await carryOut()
    advance(30)
    await db.link.updateMany({ where: { id: linkId }, data: { removedAt: ctx.now() } })
    expect(await view()).toMatchObject({ state: "done", settledAt: "2026-03-01T12:01:30.000Z" })
    sim.clearRequests()
    await confirm(1)
    expect(await row()).toMatchObject({ state: "done" })
    expect(sim.requests).toEqual([])
  })

  it("is content where somebody else has deleted it already", async () => {
    const { carryOut, row, sim, removedAt } = await withRequest()
    sim.world.removeLink(linkId)
    await carryOut()
    expect(await row()).toMatchObject({ state: "already_gone" })
    expect(await removedAt()).not.toBeNull()
  })

  it("says that it failed where the link outlives the last look", async () => {
    const { ctx, carryOut, confirm, view, sim, advance } = await withRequest()
    await carryOut()
    const wire = sim.world.getLink(linkId)
    advance(30)
    sim.world.addLink({ ...wire, id: linkId })
    await mirrorAll(ctx, sim)
    await confirm(confirmDelaysSeconds.length - 1)
    expect(await view()).toMatchObject({ state: "failed", failure: { code: "still_there", requestId: null } })
  })

  it("keeps why Belvo refused, and is sent again by one click", async () => {
    const { ctx, deletionId, carryOut, view, sim } = await withRequest()
    sim.failNext({ kind: "error", status: 403, code: "access_to_resource_denied", message: "No" })
    await carryOut()
    expect(await view()).toMatchObject({ state: "failed", failure: { code: "access_to_resource_denied" } })

    expect(await retryDeletion(ctx, { deletionId })).toMatchObject({ state: "requested", failure: null })
    await expect(retryDeletion(ctx, { deletionId })).rejects.toMatchObject({ key: "deletion.underWay" })
    await carryOut()
    expect(await view()).toMatchObject({ state: "accepted" })
  })

  it("is begun again after a worker died between Belvo's answer and ours, without harm", async () => {
    const { carryOut, row, db } = await withRequest()
    await carryOut()
    await db.deletion.updateMany({ data: { state: "sent", acceptedAt: null } })
    await carryOut()
    expect(await row()).toMatchObject({ state: "accepted", attempts: 2 })
  })

  it("goes on looking where a look fails, and gives up only with the last", async () => {
    const { carryOut, confirm, view, sim } = await withRequest()
    await carryOut()
    const refusal = { kind: "error", status: 403, code: "permission_denied", message: "No" } as const
    sim.failNext(refusal)
    await confirm(2)
    expect(await view()).toMatchObject({ state: "accepted" })
    sim.failNext(refusal)
    await confirm(confirmDelaysSeconds.length - 1)
    expect(await view()).toMatchObject({ state: "failed", failure: { code: "permission_denied" } })
  })
})

describe("settleAbandoned", () => {
  const endJobs = (db: PrismaClient) => db.$executeRaw`
    UPDATE pgboss.job SET state = 'failed' WHERE name IN ('carry-out-deletion', 'confirm-deletion')`

  it("leaves alone what a job still works on, also between two tries", async () => {
    const { settleAbandoned, carryOut, row, db, sim } = await withRequest()
    await settleAbandoned()
    expect(await row()).toMatchObject({ state: "requested" })
    sim.failNext({ kind: "error", status: 404, code: "not_found", message: "No" })
    sim.failNext({ kind: "error", status: 403, code: "access_to_resource_denied", message: "No" })
    await expect(carryOut()).rejects.toThrow()
    await db.$executeRaw`UPDATE pgboss.job SET state = 'retry' WHERE name = 'carry-out-deletion'`
    await settleAbandoned()
    expect(await row()).toMatchObject({ state: "sent" })
  })

  it("gives up what was sent once its job has spent its tries: it can then be sent again", async () => {
    const { ctx, deletionId, settleAbandoned, carryOut, row, view, db, sim } = await withRequest()
    sim.failNext({ kind: "error", status: 404, code: "not_found", message: "No" })
    sim.failNext({ kind: "error", status: 403, code: "access_to_resource_denied", message: "No" })
    await expect(carryOut()).rejects.toThrow()
    expect(await row()).toMatchObject({ state: "sent" })
    await endJobs(db)
    await settleAbandoned()
    expect(await view()).toMatchObject({ state: "failed", failure: { code: "abandoned", requestId: null } })
    expect(await db.auditEntry.count({ where: { action: "deletion.settled" } })).toBe(1)

    expect(await retryDeletion(ctx, { deletionId })).toMatchObject({ state: "requested" })
  })

  it("does so where this environment's key does not open", async () => {
    const { settleAbandoned, carryOut, row, db } = await withRequest()
    await db.environment.updateMany({ data: { sealedKey: Buffer.from("not a key") } })
    await expect(carryOut()).rejects.toThrow()
    await endJobs(db)
    await settleAbandoned()
    expect(await row()).toMatchObject({ state: "failed" })
  })

  it("ends what was accepted and looked after in vain, by what the mirror knows", async () => {
    const { ctx, settleAbandoned, carryOut, row, db } = await withRequest()
    await carryOut()
    await settleAbandoned()
    expect(await row()).toMatchObject({ state: "accepted" })
    await endJobs(db)
    await db.link.updateMany({ where: { id: linkId }, data: { removedAt: ctx.now() } })
    await settleAbandoned()
    expect(await row()).toMatchObject({ state: "done" })
  })
})
