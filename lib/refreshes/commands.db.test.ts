import { describe, expect, it } from "vitest"
import { pause } from "@/lib/budget"
import { requestRefresh } from "@/lib/refreshes/commands"
import { getRefreshState } from "@/lib/refreshes/queries"
import { sendRefresh } from "@/lib/refreshes/sending/commands"
import { twelve } from "@/simulator/worlds/twelve"
import { belvoDatabase, belvoWorld } from "@/test/belvo"

const linkId = twelve.valid

it("lets a link that its stopped worker never asked for be refreshed at once", async () => {
  const { ctx, as, system, sim, db } = await belvoWorld()
  const { actor } = await as("engineer")
  const { seeded: _, ...machine } = system("links:refresh", "keys:open")
  const requestedBy = actor.kind === "member" ? actor.id : ""
  const sending = { linkId, resources: null, requestedBy, priority: "sweep" } as const
  const stopped = AbortSignal.abort(new Error("stopped"))
  await expect(sendRefresh({ ...machine, signal: stopped }, sending)).rejects.toThrow("stopped")
  expect(sim.requests).toEqual([])
  expect(await db.refreshRequest.findMany()).toMatchObject([{ outcome: "failed", coolsDownAt: ctx.now() }])
  expect(await sendRefresh(machine, sending)).toMatchObject({ kind: "accepted" })
})

describe("requestRefresh", () => {
  it("asks Belvo once, keeps who asked, and marks the resources as awaited", async () => {
    const { ctx, db, sim } = await belvoWorld()

    const answer = await requestRefresh(ctx, { linkId, resources: ["ACCOUNTS"] })

    expect(answer).toMatchObject({ kind: "accepted", coolsDownAt: "2026-03-01T12:11:00.000Z" })
    expect(sim.requests).toEqual([`POST /api/links/${linkId}/refresh/`])
    expect(await db.refreshRequest.findMany()).toMatchObject([{ linkId, outcome: "accepted" }])
    expect(await getRefreshState(ctx, { linkId })).toEqual({
      coolsDownAt: "2026-03-01T12:11:00.000Z",
      resources: [{ resource: "ACCOUNTS", requestedAt: "2026-03-01T12:01:00.000Z", readyAt: null }],
    })
    expect(await db.auditEntry.findMany({ select: { action: true, entityId: true }, orderBy: { seq: "asc" } })).toEqual(
      [
        { action: "refresh.requested", entityId: linkId },
        { action: "refresh.answered", entityId: linkId },
      ],
    )
  })

  it("knows the cool-down before it asks, and after ten minutes asks again", async () => {
    const { ctx, sim, advance } = await belvoWorld()
    await requestRefresh(ctx, { linkId })
    advance(60)

    expect(await requestRefresh(ctx, { linkId })).toEqual({
      kind: "cooling_down",
      coolsDownAt: "2026-03-01T12:11:00.000Z",
    })
    expect(sim.requests).toHaveLength(1)
    advance(540)
    expect(await requestRefresh(ctx, { linkId })).toMatchObject({ kind: "accepted" })
  })

  it("sends nothing and cools nothing down while Belvo makes everyone wait, and says for how long", async () => {
    const { ctx, db, sim } = await belvoWorld()
    const { seeded: _, ...counted } = ctx
    await pause({ database: ctx.database, host: "sandbox.belvo.com", limit: 80 }, 60)

    const asked = requestRefresh(counted, { linkId })

    await expect(asked).rejects.toMatchObject({ code: "UNAVAILABLE", key: "budgetBusy" })
    expect(sim.requests).toEqual([])
    expect(await db.refreshRequest.findMany()).toMatchObject([{ linkId, outcome: "failed" }])
    expect(await getRefreshState(ctx, { linkId })).toMatchObject({ coolsDownAt: null })
  })

  it("learns from Belvo of a cool-down that somebody else began", async () => {
    const { ctx, db, sim, advance } = await belvoWorld()
    await requestRefresh(ctx, { linkId })
    advance(180)
    await db.refreshRequest.updateMany({ data: { coolsDownAt: ctx.now() } })

    expect(await requestRefresh(ctx, { linkId })).toEqual({
      kind: "cooling_down",
      coolsDownAt: "2026-03-01T12:11:00.000Z",
    })
    expect(sim.requests).toHaveLength(2)
  })

  it("hands on the challenge of an institution that wants a code, without keeping it", async () => {
    const { ctx, db } = await belvoWorld()
    const answer = await requestRefresh(ctx, { linkId: twelve.tokenRequired })
    if (answer.kind !== "token_required") throw new Error(answer.kind)
    expect(answer.challenge).toMatchObject({ kind: "inputless", linkId: twelve.tokenRequired })
    const kept = JSON.stringify([
      await db.auditEntry.findMany({ select: { body: true } }),
      await db.refreshRequest.findMany(),
    ])
    expect(kept).not.toContain(answer.challenge.session)
    expect((await getRefreshState(ctx, { linkId: twelve.tokenRequired })).coolsDownAt).toBeNull()
  })

  it("says in plain words that Belvo does not refresh an invalid link, and keeps that it failed", async () => {
    const { ctx, db } = await belvoWorld()
    await expect(requestRefresh(ctx, { linkId: twelve.invalid })).rejects.toMatchObject({
      code: "CONFLICT",
      key: "refresh.invalidLink",
      options: { belvoRequestId: expect.stringMatching(/^[0-9a-f]{32}$/) },
    })
    expect(await db.refreshRequest.findMany()).toMatchObject([{ outcome: "failed" }])
  })

  it("keeps a failure of the network, and lets one try again at once", async () => {
    const { ctx, db, sim } = await belvoWorld()
    sim.failNext({ kind: "reset" })
    await expect(requestRefresh(ctx, { linkId })).rejects.toMatchObject({ code: "UNAVAILABLE" })
    expect(await db.refreshRequest.findMany()).toMatchObject([{ outcome: "failed" }])
    expect(await requestRefresh(ctx, { linkId })).toMatchObject({ kind: "cooling_down" })
  })

  it("learns of a link that is gone, and tells the mirror: the next one asks nothing", async () => {
    const { ctx, db, sim } = await belvoWorld()
    sim.world.removeLink(linkId)
    expect(await requestRefresh(ctx, { linkId })).toEqual({ kind: "gone" })
    expect(await db.refreshRequest.findMany()).toMatchObject([{ outcome: "gone" }])
    const { removedAt } = await db.link.findFirstOrThrow({ where: { id: linkId } })
    expect(removedAt).not.toBeNull()

    sim.clearRequests()
    await expect(requestRefresh(ctx, { linkId })).rejects.toMatchObject({ key: "linkRemoved" })
    expect(sim.requests).toEqual([])
  })

  it("leaves alone what Belvo still shows, though it denied it once", async () => {
    const { ctx, db, sim } = await belvoWorld()
    sim.failNext({ kind: "error", status: 404, code: "not_found", message: "Not found" })
    await expect(requestRefresh(ctx, { linkId })).rejects.toMatchObject({ key: "refresh.contradicted" })
    expect(await db.link.findFirst({ where: { id: linkId } })).toMatchObject({ removedAt: null })
  })

  it("stamps what it asked for by the clock that stamps webhooks, and before it asks", async () => {
    const { ctx, db } = await belvoWorld()
    const { seeded: _, ...unseeded } = ctx
    let sentAt = new Date(0)
    const fetch: typeof ctx.fetch = async (...request) => {
      const [row] = await db.$queryRaw<{ at: Date }[]>`SELECT clock_timestamp() AS at`
      sentAt = row?.at ?? sentAt
      return ctx.fetch(...request)
    }
    await requestRefresh({ ...unseeded, fetch }, { linkId, resources: ["ACCOUNTS"] })
    const { requestedAt } = await db.linkResource.findFirstOrThrow()
    expect(requestedAt?.getTime()).toBeLessThanOrEqual(sentAt.getTime())
    expect(requestedAt?.getTime()).toBeGreaterThan(sentAt.getTime() - 10_000)
  })

  it("sends one request where two agents ask at the same moment", async () => {
    const { as, sim } = await belvoDatabase()
    const agents = await Promise.all([as("support"), as("engineer")])
    const outcomes = await Promise.allSettled(agents.map((agent) => requestRefresh(agent, { linkId })))
    expect(outcomes.filter((one) => one.status === "fulfilled" && one.value.kind === "accepted")).toHaveLength(1)
    expect(sim.requests).toHaveLength(1)
  })

  it.each(["viewer", "compliance"] as const)("refuses a %s before anything is sent", async (role) => {
    const { ctx, sim, db } = await belvoWorld(role)
    await expect(requestRefresh(ctx, { linkId })).rejects.toMatchObject({ code: "FORBIDDEN" })
    expect(sim.requests).toEqual([])
    expect(await db.refreshRequest.count()).toBe(0)
  })

  it("knows no link of another environment", async () => {
    const { elsewhere, sim } = await belvoWorld()
    await expect(requestRefresh(await elsewhere(), { linkId })).rejects.toMatchObject({ code: "NOT_FOUND" })
    expect(sim.requests).toEqual([])
  })
})
