import { describe, expect, it } from "vitest"
import { openSession } from "@/lib/recovery/commands"
import { getSession } from "@/lib/recovery/queries"
import { settleSession } from "@/lib/recovery/settling/commands"
import { settleSessionJob } from "@/lib/recovery/settling/jobs"
import { twelve } from "@/simulator/worlds/twelve"
import { belvoWorld, mirrorAll } from "@/test/belvo"

const linkId = twelve.invalid

async function withSession() {
  const world = await belvoWorld()
  const outcome = await openSession(world.ctx, { linkId })
  if (outcome.kind !== "opened") throw new Error(outcome.kind)
  world.sim.clearRequests()
  const sessionId = outcome.session.id
  const job = world.system(...settleSessionJob.permissions)
  return {
    ...world,
    settle: () => settleSession(job, { sessionId }),
    session: () => getSession(world.ctx, { id: sessionId }),
    row: () => world.db.repairSession.findFirstOrThrow({ where: { id: sessionId } }),
  }
}

describe("settleSession", () => {
  it("finds by re-reading that the customer has repaired the link, and says since when", async () => {
    const { advance, sim, settle, session, row, db } = await withSession()
    advance(20)
    await settle()
    expect(await session()).toMatchObject({ state: "open", settledAt: null })
    sim.world.setStatus(linkId, "valid")
    advance(25)
    await settle()

    expect(await row()).toMatchObject({ state: "healed", statusAfter: "valid" })
    expect(await session()).toMatchObject({ state: "healed", settledAt: "2026-03-01T12:01:45.000Z" })
    expect(await db.linkEvent.findMany({ where: { linkId, kind: "status" } })).toMatchObject([
      { before: "invalid", after: "valid", cause: "session", causeId: (await row()).id },
    ])
    const settled = await db.auditEntry.findMany({ where: { action: "session.settled" } })
    expect(settled).toHaveLength(1)
    await settle()
    expect(await db.auditEntry.count({ where: { action: "session.settled" } })).toBe(1)
  })

  it("tells a page at once what a webhook's re-read has found, and asks Belvo no more", async () => {
    const { ctx, advance, sim, settle, session, row } = await withSession()
    sim.world.setStatus(linkId, "valid")
    advance(7)
    await mirrorAll(ctx, sim)

    expect(await session()).toMatchObject({ state: "healed", settledAt: "2026-03-01T12:01:07.000Z" })
    expect(await row()).toMatchObject({ state: "open" })
    await settle()
    expect(await row()).toMatchObject({ state: "healed" })
    expect(sim.requests).toEqual([])
  })

  it("has expired where nobody came, and is still broken where the bank wants something else now", async () => {
    const nobody = await withSession()
    nobody.advance(660)
    await nobody.settle()
    expect(await nobody.row()).toMatchObject({ state: "expired", statusAfter: "invalid" })

    const failed = await withSession()
    failed.sim.world.setStatus(linkId, "token_required")
    failed.advance(660)
    await failed.settle()
    expect(await failed.row()).toMatchObject({ state: "still_broken", statusAfter: "token_required" })
  })

  it("fails where Belvo cannot be asked, so that the job comes again, and settles nothing", async () => {
    const { sim, settle, row, advance } = await withSession()
    advance(660)
    sim.failNext({ kind: "error", status: 400, code: "x", message: "x" })
    await expect(settle()).rejects.toMatchObject({ name: "BelvoApiError" })
    expect(await row()).toMatchObject({ state: "open" })
  })

  it("leaves a session alone that a colleague has taken over", async () => {
    const { ctx, settle, row, sim } = await withSession()
    const { id } = await row()
    await openSession(ctx, { linkId, replace: id })
    sim.clearRequests()
    await settle()
    expect(await row()).toMatchObject({ state: "replaced", statusAfter: null })
    expect(sim.requests).toEqual([])
  })
})
