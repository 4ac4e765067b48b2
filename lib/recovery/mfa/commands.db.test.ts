import { describe, expect, it } from "vitest"
import { answerChallenge } from "@/lib/recovery/mfa/commands"
import { requestRefresh } from "@/lib/refreshes/commands"
import { rightToken } from "@/simulator/mfa"
import { twelve } from "@/simulator/worlds/twelve"
import { type BelvoWorld, belvoWorld } from "@/test/belvo"

/** What the customer's phone shows, and the challenge that the agent sees. */
async function challenged({ ctx, sim }: Pick<BelvoWorld, "ctx" | "sim">, linkId: string) {
  const answer = await requestRefresh(ctx, { linkId })
  if (answer.kind !== "token_required") throw new Error(answer.kind)
  const waiting = sim.sim.sessions.get(answer.challenge.session)
  if (!waiting) throw new Error("the simulator forgot its session")
  return { challenge: answer.challenge, token: rightToken(waiting) ?? undefined }
}

describe("answerChallenge", () => {
  it.each([
    ["a code that was sent to the customer", twelve.tokenRequired, "inputless"],
    ["a QR code that the customer confirms on another device", twelve.orphan, "qr"],
  ] as const)("makes the link valid by %s", async (_what, linkId, kind) => {
    const world = await belvoWorld()
    const { challenge, token } = await challenged(world, linkId)
    expect(challenge.kind).toBe(kind)

    const { session } = challenge
    const answer = await answerChallenge(world.ctx, { linkId, session, ...(token ? { token } : {}) })
    expect(answer).toMatchObject({ kind: "resumed", link: { status: "valid" } })
    expect(await world.db.link.findFirst({ where: { id: linkId } })).toMatchObject({ status: "valid" })
    const entries = await world.db.auditEntry.findMany({ where: { action: "code.given" } })
    expect(entries).toHaveLength(1)
    expect(JSON.stringify(entries.map(({ body }) => body))).not.toContain(session)
  })

  it("hands on the new challenge after a wrong code, and says when Belvo no longer waits", async () => {
    const world = await belvoWorld()
    const linkId = twelve.tokenRequired
    const { challenge } = await challenged(world, linkId)
    const wrong = await answerChallenge(world.ctx, { linkId, session: challenge.session, token: "000000" })
    expect(wrong).toMatchObject({ kind: "token_required" })
    world.advance(3 * 3_600)
    const late = await answerChallenge(world.ctx, { linkId, session: challenge.session, token: "111111" })
    expect(late).toEqual({ kind: "session_expired" })
    expect(await world.db.link.findFirst({ where: { id: linkId } })).toMatchObject({ status: "token_required" })
  })

  it.each([
    ["duplicated", 400, "duplicated"],
    ["not_found", 404, "session_expired"],
  ])("says nothing of success where Belvo refuses by %s", async (code, status, kind) => {
    const world = await belvoWorld()
    const linkId = twelve.tokenRequired
    const { challenge } = await challenged(world, linkId)
    world.sim.failNext({ kind: "error", status, code, message: "Refused" })
    const input = { linkId, session: challenge.session, token: "111111" }
    expect(await answerChallenge(world.ctx, input)).toEqual({ kind })
    expect(await world.db.link.findFirst({ where: { id: linkId } })).toMatchObject({ status: "token_required" })
  })

  it("tells how the link stands where Belvo took the code and yet shows it as invalid", async () => {
    const world = await belvoWorld()
    const linkId = twelve.tokenRequired
    const { challenge, token } = await challenged(world, linkId)
    const fetch: typeof world.ctx.fetch = async (...request) => {
      const answer = await world.ctx.fetch(...request)
      world.sim.world.setStatus(linkId, "invalid")
      return answer
    }
    const input = { linkId, session: challenge.session, ...(token ? { token } : {}) }
    const answer = await answerChallenge({ ...world.ctx, fetch }, input)
    expect(answer).toMatchObject({ kind: "resumed", link: { status: "invalid" } })
  })

  it("repeats no code where the answer is lost", async () => {
    const world = await belvoWorld()
    const linkId = twelve.tokenRequired
    const { challenge, token } = await challenged(world, linkId)
    world.sim.clearRequests()
    world.sim.failNext({ kind: "truncated" })
    const answer = answerChallenge(world.ctx, { linkId, session: challenge.session, ...(token ? { token } : {}) })
    await expect(answer).rejects.toMatchObject({ code: "UNAVAILABLE" })
    expect(world.sim.requests).toEqual(["PATCH /api/links/"])
  })

  it("refuses a viewer before anything is sent", async () => {
    const { as, sim } = await belvoWorld()
    const answer = answerChallenge(await as("viewer"), { linkId: twelve.tokenRequired, session: "0".repeat(32) })
    await expect(answer).rejects.toMatchObject({ code: "FORBIDDEN" })
    expect(sim.requests).toEqual([])
  })
})
