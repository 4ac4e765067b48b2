import { describe, expect, it, test } from "vitest"
import type { Challenge } from "@/lib/belvo/challenge"
import { type ClientOptions, clientOf } from "@/lib/belvo/fixtures/client-of"
import { LINK_ID, rejection } from "@/lib/belvo/fixtures/script"
import type { MfaOutcome } from "@/lib/belvo/mfa"
import { type BelvoWebhook, parseWebhook } from "@/lib/belvo/webhook"
import { createTestSim } from "@/simulator/testing"
import { twelve } from "@/simulator/worlds/twelve"

const overSimulator = (options: ClientOptions = {}) => clientOf(createTestSim(), options)

type World = ReturnType<typeof overSimulator>

async function webhooksOf({ sim }: World): Promise<BelvoWebhook[]> {
  const seen: BelvoWebhook[] = []
  await sim.deliverWebhooks(async (body) => {
    const webhook = parseWebhook(JSON.parse(body))
    if (webhook) seen.push(webhook)
    return new Response(null, { status: webhook ? 200 : 400 })
  })
  return seen
}

describe("refresh", () => {
  it("is accepted once in ten minutes, and its webhooks carry its request id", async () => {
    const world = overSimulator()
    const { belvo, advance } = world

    const accepted = await belvo.refreshLink({ id: twelve.valid, fetchResources: ["ACCOUNTS"] })
    expect(accepted).toMatchObject({ kind: "accepted" })
    advance(180)
    expect(await belvo.refreshLink({ id: twelve.valid })).toMatchObject({ kind: "cooling_down", minutes: 7 })
    advance(420)
    expect(await belvo.refreshLink({ id: twelve.valid })).toMatchObject({ kind: "accepted" })

    const ids = (await webhooksOf(world)).map(({ requestId }) => requestId)
    expect(ids).toContain(accepted.kind === "accepted" ? accepted.requestId : "")
  })

  test.each([
    [twelve.invalid, { status: 400, belvoCode: "invalid_link" }],
    [twelve.unconfirmed, { status: 400, belvoCode: "unconfirmed_link" }],
    [twelve.storageOver, { status: 404, belvoCode: "expired_credentials" }],
  ])("of %s is refused, and no such refusal says that the link is gone", async (id, expected) => {
    const { belvo } = overSimulator()

    expect(await rejection(belvo.refreshLink({ id }))).toMatchObject({ kind: "api", ...expected })
    expect(await belvo.getLink(id)).toMatchObject({ kind: "found" })
  })

  it("of resources that the institution does not have names the field", async () => {
    const { belvo } = overSimulator()

    expect(await rejection(belvo.refreshLink({ id: twelve.valid, fetchResources: ["INVOICES"] }))).toMatchObject({
      belvoCode: "invalid",
      issues: [{ code: "invalid", field: "resources" }],
    })
  })

  it("may ask for a token, or find nothing", async () => {
    const { belvo } = overSimulator()

    expect(await belvo.refreshLink({ id: twelve.tokenRequired })).toMatchObject({ kind: "token_required" })
    expect(await belvo.refreshLink({ id: LINK_ID })).toMatchObject({ kind: "not_found" })
  })
})

describe("access mode", () => {
  it("changes, but not without stored credentials", async () => {
    const { belvo } = overSimulator()

    expect(await belvo.changeAccessMode({ id: twelve.single, accessMode: "recurrent" })).toMatchObject({
      kind: "changed",
      link: { accessMode: "recurrent", refreshRate: "7d" },
    })
    expect(await rejection(belvo.changeAccessMode({ id: twelve.storageOver, accessMode: "recurrent" }))).toMatchObject({
      kind: "api",
      belvoCode: "invalid_access_mode_switch",
    })
    expect(await belvo.changeAccessMode({ id: LINK_ID, staleIn: "30d" })).toMatchObject({ kind: "not_found" })
  })
})

describe("credentials", () => {
  it("heal a link, or leave it broken with Belvo's word for it", async () => {
    const { belvo } = overSimulator()
    const id = twelve.invalid

    expect(await rejection(belvo.updateCredentials({ id, password: "wrong" }))).toMatchObject({
      belvoCode: "login_error",
    })
    expect(await belvo.updateCredentials({ id, password: "right" })).toMatchObject({
      kind: "changed",
      link: { id, status: "valid" },
    })
  })
})

describe("MFA", () => {
  const challenge = async ({ belvo }: World, id: string): Promise<Challenge> => {
    const outcome = await belvo.updateCredentials({ id, password: "right" })
    if (outcome.kind !== "token_required") throw new Error(`no challenge but ${outcome.kind}`)
    return outcome.challenge
  }
  const answer = ({ belvo }: World, { session, linkId }: Challenge, token?: string): Promise<MfaOutcome> =>
    belvo.resumeMfa({ session, linkId, token })

  test.each([
    ["inputless", twelve.tokenRequired, () => "111111"],
    ["text", twelve.overdueMonthly, () => "111111"],
    [
      "numeric",
      twelve.unconfirmed,
      (asked: Challenge) => [...(asked.kind === "numeric" ? (asked.code ?? "") : "")].reverse().join(""),
    ],
    ["qr", twelve.orphan, () => undefined],
  ] as const)("of the kind %s is answered, and the link is valid with its id", async (kind, id, tokenFor) => {
    const world = overSimulator()
    const asked = await challenge(world, id)

    expect(asked).toMatchObject({ kind, linkId: id, expectsUserInput: kind !== "qr" })
    expect(asked.expiresInSeconds).toBeGreaterThan(0)
    expect(await answer(world, asked, tokenFor(asked))).toMatchObject({
      kind: "resumed",
      link: { id, status: "valid" },
    })
  })

  it("asks once more after a wrong answer, with the same session, and then not again", async () => {
    const world = overSimulator()
    const asked = await challenge(world, twelve.tokenRequired)

    expect(await answer(world, asked, "000000")).toMatchObject({
      kind: "token_required",
      challenge: { session: asked.session },
    })
    expect(await rejection(answer(world, asked, "000000"))).toMatchObject({ belvoCode: "login_error" })
    expect(await answer(world, asked, "111111")).toMatchObject({ kind: "session_expired" })
  })

  it("shows a new code where the answer came late, and says when the session is over", async () => {
    const world = overSimulator()
    const asked = await challenge(world, twelve.unconfirmed)
    world.advance(61)

    const late = await answer(world, asked, "123456")
    expect(late).toMatchObject({ kind: "token_required", challenge: { kind: "numeric" } })
    expect(late).not.toMatchObject({ challenge: { code: asked.kind === "numeric" ? asked.code : "" } })
    world.advance((asked.expiresInSeconds ?? 0) + 1)
    expect(await answer(world, asked, "123456")).toMatchObject({ kind: "session_expired" })
  })

  it("reads every spelling of expiry and of expects_user_input that Belvo has", async () => {
    const world = overSimulator()
    const asked = []
    for (let n = 0; n < 4; n++) asked.push(await challenge(world, twelve.tokenRequired))

    expect(asked.map(({ expiresInSeconds }) => expiresInSeconds)).toEqual([9600, 720, 720, 60])
    expect(asked.map(({ expectsUserInput }) => expectsUserInput)).toEqual([true, true, true, true])
  })
})

describe("widget token", () => {
  it("in update mode is bound to its link", async () => {
    const { belvo } = overSimulator()

    const token = await belvo.createWidgetToken({ mode: "update", linkId: twelve.invalid })

    expect(token.link).toEqual({ id: twelve.invalid, status: "invalid", institution: "gringotts_mx_retail" })
    expect(token.expiresAt).toEqual(new Date("2026-03-01T12:10:00Z"))
    expect(Object.keys(token).sort()).toEqual(["access", "expiresAt", "link", "making"])
  })

  it("is refused for a link that is not there, and for a wrong key", async () => {
    const request = { mode: "update", linkId: LINK_ID } as const

    expect(await rejection(overSimulator().belvo.createWidgetToken(request))).toMatchObject({
      belvoCode: "does_not_exist",
    })
    const stranger = overSimulator({ password: "wrong" })
    expect(await rejection(stranger.belvo.createWidgetToken(request))).toMatchObject({ kind: "unauthorized" })
  })
})

describe("deletion", () => {
  it("in asynchronous mode is accepted, done later, told by webhook, and then already done", async () => {
    const world = overSimulator()
    const { belvo, advance } = world
    const request = { id: twelve.duplicateOlder, mode: "async" } as const

    const accepted = await belvo.deleteLink(request)
    expect(accepted).toMatchObject({ kind: "accepted", requestId: expect.stringMatching(/^[0-9a-f]{32}$/) })
    expect(await belvo.getLink(request.id)).toMatchObject({ kind: "found" })
    advance(30)
    expect(await belvo.getLink(request.id)).toMatchObject({ kind: "not_found" })
    expect(await belvo.deleteLink(request)).toMatchObject({ kind: "already_gone" })

    const told = (await webhooksOf(world)).find(({ code }) => code === "link_deleted")
    expect(told).toMatchObject({ linkId: request.id, requestId: accepted.kind === "accepted" && accepted.requestId })
  })

  it("in synchronous mode waits for Belvo's five a minute", async () => {
    const { belvo, waits, pauses, sim } = overSimulator()
    const outcomes = []
    for (const id of Object.values(twelve).slice(0, 6)) outcomes.push(await belvo.deleteLink({ id, mode: "sync" }))

    expect(outcomes).toEqual(Array(6).fill({ kind: "deleted" }))
    expect({ waits, pauses }).toEqual({ waits: [60_000], pauses: [60] })
    expect(sim.requests).toHaveLength(7)
  })
})
