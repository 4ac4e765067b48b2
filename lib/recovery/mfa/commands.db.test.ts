import { describe, expect, it } from "vitest"
import { answerChallenge, askForCode } from "@/lib/recovery/mfa/commands"
import { openSession, rightToken } from "@/simulator/mfa"
import { twelve } from "@/simulator/worlds/twelve"
import { type BelvoWorld, belvoWorld, mirrorAll } from "@/test/belvo"

/** What the customer's phone shows, and the challenge that the agent sees. */
async function challenged({ ctx, sim, advance }: BelvoWorld, linkId: string) {
  if (sim.world.getLink(linkId)?.status !== "token_required") {
    sim.world.setStatus(linkId, "token_required")
    await mirrorAll(ctx, sim)
    advance(60)
  }
  const answer = await askForCode(ctx, { linkId })
  if (answer.kind !== "token_required") throw new Error(answer.kind)
  const waiting = sim.sim.sessions.get(answer.challenge.session)
  if (!waiting) throw new Error("the simulator forgot its session")
  return { challenge: answer.challenge, at: answer.at, token: rightToken(waiting) ?? undefined }
}

describe("askForCode", () => {
  it("reads the accounts alone, and keeps that it was done but nothing of the challenge", async () => {
    const world = await belvoWorld()
    const { challenge, at } = await challenged(world, twelve.tokenRequired)
    expect(at).toBe("accounts")
    expect(world.sim.requests).toEqual(["POST /api/accounts/"])
    const entries = await world.db.auditEntry.findMany({ where: { action: "code.asked" } })
    expect(entries.map(({ body }) => JSON.parse(body).after)).toEqual([{ by: "accounts" }])
    expect(JSON.stringify(entries.map(({ body }) => body))).not.toContain(challenge.session)
  })

  it("refreshes the least of an institution whose data cannot be read alone, and resumes at the links", async () => {
    const world = await belvoWorld()
    const { at, challenge, token } = await challenged(world, twelve.single)
    expect(at).toBe("links")
    expect(world.sim.requests).toEqual([`POST /api/links/${twelve.single}/refresh/`])
    const input = { linkId: twelve.single, session: challenge.session, at, ...(token ? { token } : {}) }
    expect(await answerChallenge(world.ctx, input)).toMatchObject({ kind: "resumed", link: { status: "valid" } })
  })

  it("says that no code was wanted where the bank lets Belvo in, by the status that was read afterwards", async () => {
    const { ctx, sim, db } = await belvoWorld()
    sim.world.setStatus(twelve.tokenRequired, "valid")
    const answer = await askForCode(ctx, { linkId: twelve.tokenRequired })
    expect(answer).toMatchObject({ kind: "no_code", link: { status: "valid" } })
    expect(await db.link.findFirst({ where: { id: twelve.tokenRequired } })).toMatchObject({ status: "valid" })
  })

  it("says that the bank wanted no code even where the link cannot be read afterwards", async () => {
    const { ctx, sim } = await belvoWorld()
    sim.world.setStatus(twelve.tokenRequired, "valid")
    sim.failNext({ kind: "error", method: "GET", status: 400, code: "unexpected_error", message: "No" })
    expect(await askForCode(ctx, { linkId: twelve.tokenRequired })).toEqual({ kind: "no_code", link: null })
  })

  it("looks for a link of which Belvo says that it is not there", async () => {
    const { ctx, sim } = await belvoWorld()
    sim.world.removeLink(twelve.tokenRequired)
    expect(await askForCode(ctx, { linkId: twelve.tokenRequired })).toEqual({ kind: "gone" })
  })

  it.each([
    [twelve.unconfirmed, "mfa.unconfirmedLink"],
    [twelve.invalid, "mfa.invalidLink"],
    [twelve.valid, "mfa.notWanted"],
    [twelve.openFinance, "session.consent"],
  ])("asks no bank about %s: %s", async (linkId, key) => {
    const { ctx, sim } = await belvoWorld()
    await expect(askForCode(ctx, { linkId })).rejects.toMatchObject({ code: "CONFLICT", key })
    expect(sim.requests).toEqual([])
  })

  it("says what to do where the bank refuses, once it has read what the refusal did to the link", async () => {
    const { ctx, sim, db } = await belvoWorld()
    sim.failNext({ kind: "error", status: 400, code: "login_error", message: "Invalid credentials", method: "POST" })
    sim.world.setStatus(twelve.tokenRequired, "invalid")
    await expect(askForCode(ctx, { linkId: twelve.tokenRequired })).rejects.toMatchObject({
      ...{ code: "CONFLICT", key: "mfa.loginError" },
      options: { belvoRequestId: expect.stringMatching(/^[0-9a-f]{32}$/) },
    })
    expect(await db.link.findFirst({ where: { id: twelve.tokenRequired } })).toMatchObject({ status: "invalid" })
  })

  it("repeats no retrieval where its answer is lost", async () => {
    const { ctx, sim } = await belvoWorld()
    sim.failNext({ kind: "reset" })
    await expect(askForCode(ctx, { linkId: twelve.tokenRequired })).rejects.toMatchObject({ code: "UNAVAILABLE" })
    expect(sim.requests).toEqual(["POST /api/accounts/"])
  })
})

describe("a connection that was begun elsewhere", () => {
  it("is finished by its session, at the links", async () => {
    const world = await belvoWorld()
    const waiting = openSession(world.sim.sim, world.sim.sim.world.rows.find(twelve.unconfirmed) ?? 0)
    const given = { linkId: twelve.unconfirmed, session: waiting.id }
    const answer = await answerChallenge(world.ctx, { ...given, token: rightToken(waiting) ?? "" })
    expect(answer).toMatchObject({ kind: "resumed", link: { status: "valid" } })
    expect(world.sim.requests[0]).toBe("PATCH /api/links/")
  })
})

describe("answerChallenge", () => {
  it.each([
    ["a code that was sent to the customer", twelve.tokenRequired, "inputless"],
    ["a QR code that the customer confirms on another device", twelve.orphan, "qr"],
    ["an answer to a question", twelve.overdueMonthly, "text"],
  ] as const)("makes the link valid by %s", async (_what, linkId, kind) => {
    const world = await belvoWorld()
    const { challenge, at, token } = await challenged(world, linkId)
    expect(challenge.kind).toBe(kind)

    const { session } = challenge
    const answer = await answerChallenge(world.ctx, { linkId, session, at, ...(token ? { token } : {}) })
    expect(answer).toMatchObject({ kind: "resumed", link: { status: "valid" } })
    expect(await world.db.link.findFirst({ where: { id: linkId } })).toMatchObject({ status: "valid" })
    const entries = await world.db.auditEntry.findMany({ where: { action: "code.given" } })
    expect(entries).toHaveLength(1)
    expect(JSON.stringify(entries.map(({ body }) => body))).not.toContain(session)
  })

  it("hands on the new challenge after a wrong code, and says when Belvo no longer waits", async () => {
    const world = await belvoWorld()
    const linkId = twelve.tokenRequired
    const { challenge, at } = await challenged(world, linkId)
    const wrong = await answerChallenge(world.ctx, { linkId, session: challenge.session, at, token: "000000" })
    expect(wrong).toMatchObject({ kind: "token_required" })
    world.advance(3 * 3_600)
    const late = await answerChallenge(world.ctx, { linkId, session: challenge.session, at, token: "111111" })
    expect(late).toEqual({ kind: "session_expired" })
    expect(await world.db.link.findFirst({ where: { id: linkId } })).toMatchObject({ status: "token_required" })
  })

  it.each([
    ["duplicated", 400, "duplicated"],
    ["not_found", 404, "session_expired"],
  ])("says nothing of success where Belvo refuses by %s", async (code, status, kind) => {
    const world = await belvoWorld()
    const linkId = twelve.tokenRequired
    const { challenge, at } = await challenged(world, linkId)
    world.sim.failNext({ kind: "error", status, code, message: "Refused" })
    const input = { linkId, session: challenge.session, at, token: "111111" }
    world.sim.clearRequests()
    expect(await answerChallenge(world.ctx, input)).toEqual({ kind })
    // Nothing that a look might come to hides what Belvo has said.
    expect(world.sim.requests.length).toBe(kind === "duplicated" ? 1 : 2)
    expect(await world.db.link.findFirst({ where: { id: linkId } })).toMatchObject({ status: "token_required" })
  })

  it("is taken where Belvo took it, though the link cannot be read afterwards", async () => {
    const world = await belvoWorld()
    const linkId = twelve.tokenRequired
    const { challenge, at, token } = await challenged(world, linkId)
    world.sim.failNext({ kind: "error", method: "GET", status: 400, code: "unexpected_error", message: "No" })
    const input = { linkId, session: challenge.session, at, ...(token ? { token } : {}) }
    expect(await answerChallenge(world.ctx, input)).toEqual({ kind: "resumed", link: null })
    expect(world.sim.world.getLink(linkId)).toMatchObject({ status: "valid" })
  })

  it("tells how the link stands where Belvo took the code and yet shows it as invalid", async () => {
    const world = await belvoWorld()
    const linkId = twelve.tokenRequired
    const { challenge, at, token } = await challenged(world, linkId)
    const fetch: typeof world.ctx.fetch = async (...request) => {
      const answer = await world.ctx.fetch(...request)
      world.sim.world.setStatus(linkId, "invalid")
      return answer
    }
    const input = { linkId, session: challenge.session, at, ...(token ? { token } : {}) }
    const answer = await answerChallenge({ ...world.ctx, fetch }, input)
    expect(answer).toMatchObject({ kind: "resumed", link: { status: "invalid" } })
  })

  it("repeats no code where the answer is lost", async () => {
    const world = await belvoWorld()
    const linkId = twelve.tokenRequired
    const { challenge, at, token } = await challenged(world, linkId)
    world.sim.clearRequests()
    world.sim.failNext({ kind: "reset" })
    const answer = answerChallenge(world.ctx, { linkId, session: challenge.session, at, ...(token ? { token } : {}) })
    await expect(answer).rejects.toMatchObject({ code: "UNAVAILABLE" })
    expect(world.sim.requests).toEqual(["PATCH /api/accounts/"])
  })

  it("refuses a viewer before anything is sent", async () => {
    const { as, sim } = await belvoWorld()
    const answer = answerChallenge(await as("viewer"), { linkId: twelve.tokenRequired, session: "0".repeat(32) })
    await expect(answer).rejects.toMatchObject({ code: "FORBIDDEN" })
    expect(sim.requests).toEqual([])
  })
})
