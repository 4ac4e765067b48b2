import { describe, expect, it } from "vitest"
import { openSession } from "@/lib/recovery/commands"
import { reportReturn } from "@/lib/recovery/connecting/reporting/commands"
import { parseReport } from "@/lib/recovery/connecting/reporting/schema"
import { getSession } from "@/lib/recovery/queries"
import { settleSession } from "@/lib/recovery/settling/commands"
import { settleSessionJob } from "@/lib/recovery/settling/jobs"
import { widget } from "@/simulator/widget/widget"
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
    /** The customer at the widget, and the way back that it leads to. */
    play: async (fields: Record<string, string>) => {
      const access_token = new URL(outcome.address).searchParams.get("access_token") ?? ""
      const body = new URLSearchParams({ access_token, ...fields })
      const answer = await widget(world.sim.sim, new Request(outcome.address, { method: "POST", body }))
      const back = /href="([^"]+)" data-testid="callback"/.exec(await answer.text())?.[1]?.replaceAll("&amp;", "&")
      const { pathname, searchParams } = new URL(back ?? "none:")
      const [, , , , id = "", ended = ""] = pathname.split("/")
      const report = parseReport(id, ended, searchParams)
      if (!report) throw new Error(pathname)
      await reportReturn(world.system("repair:visit"), report)
    },
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

  it.each([
    ["exit", "gave_up", null],
    ["exit:institution_down", "failed", "institution_down"],
  ])("believes the widget's %s once the link has been read again, and then for good", async (act, state, errorCode) => {
    const { advance, sim, settle, session, row, play, db } = await withSession()
    advance(30)
    await play({ act })
    expect(await session()).toMatchObject({ state: "open", errorCode })
    expect(sim.requests).toEqual([])
    advance(1)
    await settle()
    expect(await row()).toMatchObject({ state, errorCode, statusAfter: "invalid", newLinkId: null })
    sim.world.setStatus(linkId, "valid")
    await settle()
    expect(await row()).toMatchObject({ state })
    expect(await db.auditEntry.count({ where: { action: "session.settled" } })).toBe(1)
  })

  it("has the link read at once where the widget says that it is repaired, and believes only that", async () => {
    const { advance, settle, row, play, db } = await withSession()
    advance(30)
    const jobs = async () =>
      (await db.$queryRaw<unknown[]>`SELECT FROM pgboss.job WHERE name = 'settle-session'`).length
    const before = await jobs()
    await play({ act: "right_password" })
    expect(await jobs()).toBe(before + 1)
    expect(await row()).toMatchObject({ state: "open", reported: "success" })
    advance(1)
    await settle()
    expect(await row()).toMatchObject({ state: "healed" })
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
