import { describe, expect, it } from "vitest"
import { openConnecting } from "@/lib/recovery/connecting/commands"
import { forgetConnecting } from "@/lib/recovery/connecting/forgetting/commands"
import { getConnecting } from "@/lib/recovery/connecting/queries"
import { reportReturn } from "@/lib/recovery/connecting/reporting/commands"
import { parseReport } from "@/lib/recovery/connecting/reporting/schema"
import { settleConnecting } from "@/lib/recovery/connecting/settling/commands"
import { settleConnectingJob } from "@/lib/recovery/connecting/settling/jobs"
import { saveConnectingSetup } from "@/lib/recovery/connecting/setup/commands"
import { widget } from "@/simulator/widget/widget"
import { twelve } from "@/simulator/worlds/twelve"
import { type BelvoWorld, belvoWorld } from "@/test/belvo"

const externalId = "usr_000099"
const wanted = { externalId, institution: null, accessMode: "recurrent", known: 0, sure: false } as const
const setup = {
  ...{ companyName: "Acme", iconUrl: "https://acme.example/i.svg", logoUrl: "https://acme.example/l.svg" },
  ...{ termsUrl: "https://acme.example/terms", resources: ["ACCOUNTS" as const], staleDays: 365, storageDays: 30 },
  returnUrl: null,
}

async function ready() {
  const world = await belvoWorld()
  await saveConnectingSetup(await world.as("admin"), setup)
  const environmentId = world.ctx.environment.id
  await world.db.institution.create({
    data: {
      ...{
        environmentId,
        name: "erebor_mx_retail",
        displayName: "Erebor",
        countryCodes: ["MX"],
        resources: ["ACCOUNTS"],
      },
      observedAt: world.ctx.now(),
    },
  })
  return world
}

async function opened({ ctx }: Pick<BelvoWorld, "ctx">, more: Partial<Parameters<typeof openConnecting>[1]> = {}) {
  const outcome = await openConnecting(ctx, { ...wanted, ...more })
  if (outcome.kind !== "opened") throw new Error(outcome.kind)
  return outcome
}

/** The customer at the widget, and the way back that it leads to. */
async function play({ sim }: Pick<BelvoWorld, "sim">, address: string, fields: Record<string, string>) {
  const access_token = new URL(address).searchParams.get("access_token") ?? ""
  const body = new URLSearchParams({ access_token, ...fields })
  const answer = await (await widget(sim.sim, new Request(address, { method: "POST", body }))).text()
  const back = /href="([^"]+)" data-testid="callback"/.exec(answer)?.[1]?.replaceAll("&amp;", "&")
  return back ? new URL(back) : null
}

async function report({ system }: Pick<BelvoWorld, "system">, back: URL | null) {
  const [, , , , id = "", outcome = ""] = back?.pathname.split("/") ?? []
  const said = parseReport(id, outcome, back?.searchParams ?? new URLSearchParams())
  if (!said) throw new Error(String(back))
  await reportReturn(system("repair:visit"), said)
}

const settle = ({ system }: Pick<BelvoWorld, "system">, sessionId: string) =>
  settleConnecting(system(...settleConnectingJob.permissions), { sessionId })

describe("openConnecting", () => {
  it("asks Belvo first for the user's links, hands the address out once, and keeps no token", async () => {
    const world = await ready()
    const { session, address } = await opened(world, { institution: "erebor_mx_retail", accessMode: "single" })
    const { ctx, db, sim } = world
    expect(sim.requests).toEqual([`GET /api/links/?external_id=${externalId}&page_size=1000`, "POST /api/token/"])
    const { searchParams } = new URL(address)
    expect(Object.fromEntries([...searchParams].slice(1))).toEqual({
      ...{ locale: "es", access_mode: "single", external_id: externalId, institutions: "erebor_mx_retail" },
    })
    expect(session).toMatchObject({ externalId, state: "open", link: null, expiresAt: "2026-03-01T12:11:00.000Z" })
    const [entry] = await db.auditEntry.findMany({ where: { action: "session.opened" } })
    expect(entry).toMatchObject({ entityId: session.id })
    expect(entry?.body).not.toContain(externalId)
    const rows = await db.repairSession.findMany({ where: { environmentId: ctx.environment.id } })
    expect(JSON.stringify(rows)).not.toContain(searchParams.get("access_token")?.split(".")[2])
  })

  it.each([
    ["an e-mail", { externalId: "ana@example.com" }, { code: "INVALID", key: "connect.externalId" }],
    ["too few characters", { externalId: "ab" }, { key: "connect.externalId" }],
    ["an institution of open finance", { institution: "ofmockbank_br_retail" }, { key: "connect.consent" }],
    ["an institution that nobody knows", { institution: "gondor_mx_retail" }, { key: "connect.institution" }],
  ])("asks Belvo for nothing with %s", async (_what, more, error) => {
    const world = await ready()
    await expect(openConnecting(world.ctx, { ...wanted, ...more })).rejects.toMatchObject(error)
    expect(world.sim.requests).toEqual([])
  })

  it("wants a person to be sure of what looks like a name, and the operator to have set it up", async () => {
    const { ctx } = await ready()
    const doubtful = { ...wanted, externalId: "maria-guadalupe-gonzalez" }
    expect(await openConnecting(ctx, doubtful)).toEqual({ kind: "doubtful", findings: ["name"] })
    expect(await openConnecting(ctx, { ...doubtful, sure: true })).toMatchObject({ kind: "opened" })
    const { ctx: bare } = await belvoWorld()
    await expect(openConnecting(bare, wanted)).rejects.toMatchObject({ key: "connect.noSetup" })
  })

  it("makes none before the member has seen all links that Belvo has of the user", async () => {
    const world = await ready()
    const { ctx, sim, db } = world
    sim.world.addLink({ institution: "erebor_mx_retail", external_id: externalId, status: "valid" })
    expect(await openConnecting(ctx, wanted)).toEqual({ kind: "more_links", count: 1 })
    expect(await db.link.count({ where: { externalId } })).toBe(1)
    expect((await opened(world, { known: 1 })).session.link).toBeNull()
  })

  it("names the colleague who has one open for this user, and lets one take over who has seen it", async () => {
    const world = await ready()
    const first = await opened(world)
    const colleague = await world.as("engineer")
    expect(await openConnecting(colleague, wanted)).toMatchObject({
      kind: "already_open",
      session: { id: first.session.id, openedBy: { name: "A support" } },
    })
    await opened({ ctx: colleague }, { replace: first.session.id })
    expect(await getConnecting(world.ctx, { id: first.session.id })).toMatchObject({ state: "replaced" })
  })

  it("leaves one whose time is over to be settled by the link that it made, and counts none of the next for it", async () => {
    const world = await ready()
    const { db, ctx, advance, sim } = world
    const first = await opened(world)
    advance(605)
    const second = await opened(world)
    expect(await db.repairSession.count({ where: { state: "replaced" } })).toBe(0)
    await play(world, second.address, { act: "connect", institution: "erebor_mx_retail", username: "bnk100" })
    advance(60)
    await settle(world, second.session.id)
    await settle(world, first.session.id)
    expect(await getConnecting(ctx, { id: second.session.id })).toMatchObject({ state: "connected" })
    expect(await getConnecting(ctx, { id: first.session.id })).toMatchObject({ state: "expired", link: null })
    expect(sim.world.size).toBe(13)
  })

  it("hands out no token that is bound to a link, or makes links otherwise, and keeps that it was refused", async () => {
    const { ctx, sim, db } = await ready()
    const bound = (more: object) => async (input: string | URL | Request, init?: RequestInit) => {
      if (!String(input instanceof Request ? input.url : input).endsWith("/api/token/")) return sim.fetch(input, init)
      const body = { ...JSON.parse(String(init?.body)), ...more }
      return sim.fetch(input, { ...init, body: JSON.stringify(body) })
    }
    for (const more of [{ link_id: twelve.invalid }, { stale_in: "30d" }, { fetch_resources: ["TAX_STATUS"] }])
      await expect(openConnecting({ ...ctx, fetch: bound(more) }, wanted)).rejects.toMatchObject({
        ...{ code: "BELVO", key: "connect.wrongToken" },
      })
    expect(await db.repairSession.count()).toBe(0)
    expect(await db.auditEntry.count({ where: { action: "session.refused" } })).toBe(3)
  })
})

describe("settleConnecting", () => {
  it("settles once by the link that Belvo has, and leaves to the link whose it is", async () => {
    const world = await ready()
    const { session, address } = await opened(world)
    const { db, advance, ctx } = world
    advance(30)
    await settle(world, session.id)
    expect(await getConnecting(ctx, { id: session.id })).toMatchObject({ state: "open" })
    const back = await play(world, address, { act: "connect", institution: "erebor_mx_retail", username: "bnk100" })
    advance(5)
    await report(world, back)
    expect(await getConnecting(ctx, { id: session.id })).toMatchObject({ state: "open", report: { kind: "success" } })
    await settle(world, session.id)

    const row = await db.repairSession.findFirstOrThrow()
    const link = await db.link.findFirstOrThrow({ where: { externalId } })
    expect(row).toMatchObject({ state: "connected", newLinkId: link.id, externalId: null, statusAfter: "valid" })
    expect(await getConnecting(ctx, { id: session.id })).toMatchObject({ externalId, link: { id: link.id } })
    await settle(world, session.id)
    expect(await db.auditEntry.count({ where: { action: "session.settled" } })).toBe(1)
  })

  it("shows the link that is there where Belvo refuses another of the same login", async () => {
    const world = await ready()
    const { sim, ctx, advance } = world
    const first = await opened(world)
    await play(world, first.address, { act: "connect", institution: "erebor_mx_retail", username: "bnk100" })
    advance(20)
    await settle(world, first.session.id)
    Object.assign(sim.sim, { refuseDuplicates: true })
    const { session, address } = await opened(world, { known: 1 })
    await play(world, address, { act: "connect", institution: "erebor_mx_retail", username: "bnk100" })
    await report(world, await play(world, address, { act: "exit" }))

    expect(await getConnecting(ctx, { id: session.id })).toMatchObject({
      ...{ state: "open", report: { kind: "exit", code: "duplicated" } },
      existing: [{ institution: "erebor_mx_retail", institutionName: "Erebor", status: "valid" }],
    })
    advance(660)
    await settle(world, session.id)
    expect(await getConnecting(ctx, { id: session.id })).toMatchObject({
      state: "failed",
      existing: [{ status: "valid" }],
    })
  })

  it("finds a link whose external id Belvo has dropped by the widget's word, but nobody else's link", async () => {
    const world = await ready()
    const { session, address } = await opened(world)
    const { sim, db, ctx, advance } = world
    const strangers = new URL(`https://x.example/repair/return/s/${session.id}/success?link=${twelve.valid}`)
    await report(world, strangers)
    await settle(world, session.id)
    expect(await getConnecting(ctx, { id: session.id })).toMatchObject({ state: "open", link: null })

    advance(6)
    const dropped = address.replace(/external_id=[^&]*&?/, "")
    const back = await play(world, dropped, { act: "connect", institution: "erebor_mx_retail", username: "bnk100" })
    expect(sim.world.size).toBe(13)
    await report(world, back)
    await settle(world, session.id)
    expect(await getConnecting(ctx, { id: session.id })).toMatchObject({
      state: "connected",
      externalId,
      dropped: true,
    })
    expect(await db.repairSession.findFirst()).toMatchObject({ externalId })
    expect(await forgetConnecting(world.system("housekeeping"))).toBe(0)
    advance(91 * 86_400)
    expect(await forgetConnecting(world.system("housekeeping"))).toBe(1)
  })

  it("is not settled by a link of the same user at another bank, wherever the widget says that the customer was", async () => {
    const world = await ready()
    const { ctx, sim, advance } = world
    const { session, address } = await opened(world, { institution: "erebor_mx_retail" })
    advance(30)
    const elsewhere = sim.world.addLink({ institution: "heimdall_mx_retail", external_id: externalId, status: "valid" })
    const way = new URL(
      `https://x.example/repair/return/s/${session.id}/success?link=${elsewhere.id}&institution=heimdall_mx_retail`,
    )
    await report(world, way)
    await settle(world, session.id)
    expect(await getConnecting(ctx, { id: session.id })).toMatchObject({ state: "open", link: null })

    advance(6)
    await report(
      world,
      await play(world, address, { act: "connect", institution: "erebor_mx_retail", username: "bnk1" }),
    )
    await settle(world, session.id)
    expect(await getConnecting(ctx, { id: session.id })).toMatchObject({
      ...{ state: "connected", link: { institution: "erebor_mx_retail" } },
    })
  })

  it("keeps success whatever the widget said a moment before, and asks Belvo once more for it", async () => {
    const world = await ready()
    const { session } = await opened(world)
    const { ctx, db, advance } = world
    const told = (outcome: string) =>
      report(world, new URL(`https://x.example/repair/return/s/${session.id}/${outcome}`))
    const waiting = () => db.$queryRaw`SELECT FROM pgboss.job WHERE name = 'settle-connecting'`
    const before = ((await waiting()) as unknown[]).length
    await told("exit?last_encountered_error_code=login_error")
    advance(1)
    await told("exit")
    expect(await getConnecting(ctx, { id: session.id })).toMatchObject({
      report: { kind: "exit", code: "login_error" },
    })
    advance(1)
    await told("success")
    await told("error?error=unexpected_error")
    expect(await getConnecting(ctx, { id: session.id })).toMatchObject({ report: { kind: "success", code: null } })
    expect(await waiting()).toHaveLength(before + 2)
  })

  it("has expired where nobody came, and gives up on who left a second factor unanswered", async () => {
    const nobody = await ready()
    const { session } = await opened(nobody)
    nobody.advance(660)
    await settle(nobody, session.id)
    expect(await nobody.db.repairSession.findFirst()).toMatchObject({ state: "expired", newLinkId: null })

    const left = await ready()
    const other = await opened(left)
    await play(left, other.address, { act: "connect", institution: "heimdall_mx_retail", username: "mfa_default" })
    left.advance(660)
    await settle(left, other.session.id)
    expect(await left.db.repairSession.findFirst()).toMatchObject({ state: "gave_up", newLinkId: expect.any(String) })
  })
})
