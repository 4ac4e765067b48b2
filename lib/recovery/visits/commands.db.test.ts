import { createHmac } from "node:crypto"
import { describe, expect, it } from "vitest"
import type { Ctx } from "@/lib/ctx"
import { listTimeline } from "@/lib/link-pages/timeline/queries"
import type { Permission } from "@/lib/permissions"
import { makeAddress, revokeAddress } from "@/lib/recovery/addresses/commands"
import { endAddresses } from "@/lib/recovery/addresses/ending/commands"
import { listAddresses } from "@/lib/recovery/addresses/queries"
import { openSession } from "@/lib/recovery/commands"
import { listRecoveries } from "@/lib/recovery/list/queries"
import { recoveryListParams } from "@/lib/recovery/list/schema"
import { settleSession } from "@/lib/recovery/settling/commands"
import { settleSessionJob } from "@/lib/recovery/settling/jobs"
import { reportVisit, visitAddress } from "@/lib/recovery/visits/commands"
import { enterByToken, getVisitPage, getVisitState } from "@/lib/recovery/visits/queries"
import { subkey } from "@/lib/seal"
import { twelve } from "@/simulator/worlds/twelve"
import { belvoDatabase, belvoWorld, mirrorAll } from "@/test/belvo"

const { signal } = new AbortController()

async function withAddress(linkId: string = twelve.invalid) {
  const world = await belvoWorld()
  const { addressId, url } = await makeAddress(world.ctx, { linkId })
  world.sim.clearRequests()
  const visitor = world.system("repair:visit", "links:read", "keys:open")
  const worker = world.system(...settleSessionJob.permissions)
  return {
    ...{ ...world, addressId, linkId, visitor, token: url.split("/").at(-1) ?? "" },
    press: (client = "203.0.113.7", ctx: Ctx = visitor) => visitAddress(ctx, { addressId, client }),
    async open() {
      const visited = await visitAddress(visitor, { addressId, client: "203.0.113.7" })
      if (visited.kind !== "open") throw new Error(visited.kind)
      return visited
    },
    report: (sessionId: string, event: "success" | "exit" | "error" | "trouble", code: string | null = null) =>
      reportVisit(visitor, { addressId, sessionId, event, code }),
    settle: (sessionId: string) => settleSession(worker, { sessionId }),
    end: () => endAddresses(worker, { signal }),
    state: () => getVisitState(visitor, { addressId }),
    outcomes: async () => (await world.db.repairOutcome.findMany({ orderBy: { id: "asc" } })).map(({ kind }) => kind),
  }
}

const keyOf = (text: string) =>
  createHmac("sha256", subkey(Buffer.alloc(32, 7), "repair client"))
    .update(text, "utf8")
    .digest()

describe("what is only looked at", () => {
  it("asks Belvo nothing, changes nothing, and shows nothing of the person or the link", async () => {
    const { visitor, token, addressId, sim, outcomes, linkId, db } = await withAddress()
    const door: Ctx = { ...visitor, environment: { id: 0, slug: "", kind: "sandbox" } }
    await db.$queryRaw`SELECT set_config('enlace.environment', '0', true)`
    const entered = await enterByToken(door, { token })
    expect(entered).toMatchObject({ addressId, ctx: { environment: visitor.environment } })
    expect(await enterByToken(door, { token: "A".repeat(22) })).toBeNull()
    expect(await enterByToken(door, { token: `${token}A` })).toBeNull()
    await db.$queryRaw`SELECT set_config('enlace.environment', ${String(visitor.environment.id)}, true)`
    const page = await getVisitPage(visitor, { addressId })
    expect(page).toMatchObject({ state: "open", consent: false })
    const link = await db.link.findFirstOrThrow({ where: { id: linkId } })
    expect(JSON.stringify(page)).not.toMatch(new RegExp(`${linkId}|${link.externalId}|${link.institutionUserId}`))
    expect(sim.requests).toEqual([])
    expect(await outcomes()).toEqual([])
    expect(await db.repairAddress.findFirst()).toMatchObject({ firstOpenedAt: null })
  })
})

describe("pressing the button", () => {
  it("reads the link once, makes one token, and counts as opened; the token stays out of the database", async () => {
    const { open, sim, outcomes, db, linkId, addressId } = await withAddress()
    const { sessionId, access, address } = await open()
    expect(sim.requests).toEqual([`GET /api/links/${linkId}/`, "POST /api/token/"])
    expect(address).toBe(`https://widget.belvo.io/?access_token=${access}&locale=es`)
    expect(await outcomes()).toEqual(["opened"])
    expect(await db.repairSession.findFirst()).toMatchObject({
      id: sessionId,
      addressId,
      openedBy: null,
      state: "open",
    })
    const entries = await db.auditEntry.findMany({ where: { action: { startsWith: "address." } } })
    expect(entries.map(({ action }) => action)).toEqual(["address.made", "address.opened", "address.visited"])
    expect(JSON.stringify(entries.map(({ body }) => body))).not.toContain(access)
  })

  it("takes at most two seconds of our own beside what Belvo takes for those two", async () => {
    const { visitor, press, sim } = await withAddress()
    const ownMs: number[] = []
    for (let attempt = 0; attempt < 4; attempt++) {
      let atBelvo = 0
      const timed: typeof fetch = async (to, init) => {
        const asked = performance.now()
        const answer = await sim.fetch(to, init)
        atBelvo += performance.now() - asked
        return answer
      }
      const from = performance.now()
      expect(await press("203.0.113.7", { ...visitor, fetch: timed })).toMatchObject({ kind: "open" })
      ownMs.push(performance.now() - from - atBelvo)
    }
    expect(Math.min(...ownMs)).toBeLessThan(2_000)
  })

  it("says of a link that has healed that there is nothing to do, and makes no token", async () => {
    const { press, sim, state, outcomes, linkId } = await withAddress()
    sim.world.setStatus(linkId, "valid")
    expect(await press()).toEqual({ kind: "healed" })
    expect(sim.requests).toEqual([`GET /api/links/${linkId}/`])
    expect(await state()).toEqual({ state: "healed", visit: null })
    expect(await outcomes()).toEqual(["opened", "healed"])
    expect(await press()).toEqual({ kind: "healed" })
  })

  it("opens again at the same address where a link that had healed is broken anew, which it then repairs", async () => {
    const { press, open, settle, sim, state, end, advance, linkId, outcomes, ctx } = await withAddress()
    sim.world.setStatus(linkId, "valid")
    await press()
    advance(3_600)
    sim.world.setStatus(linkId, "invalid")
    await mirrorAll(ctx, sim)
    await end()
    expect(await state()).toEqual({ state: "open", visit: null })
    const { sessionId } = await open()
    advance(20)
    sim.world.setStatus(linkId, "valid")
    await settle(sessionId)
    expect(await state()).toEqual({ state: "repaired", visit: "healed" })
    expect(await outcomes()).toEqual(["opened", "healed", "reopened", "repaired"])
  })

  it("does not take the credit for a link that turned valid without a visit, however often somebody had pressed", async () => {
    const { press, sim, outcomes, advance, linkId, visitor } = await withAddress()
    expect(await press("a", { ...visitor, fetch: () => Promise.reject(new TypeError("away")) })).toEqual({
      kind: "failed",
    })
    advance(60)
    sim.world.setStatus(linkId, "valid")
    expect(await press()).toEqual({ kind: "healed" })
    expect(await outcomes()).toEqual(["opened", "reopened", "healed"])
  })

  it("keeps no visit of an address that was revoked while Belvo was being asked", async () => {
    const { press, visitor, ctx, addressId, sim, db } = await withAddress()
    const revoking: typeof fetch = async (to, init) => {
      if (init?.method === "POST") await revokeAddress(ctx, { addressId })
      return sim.fetch(to, init)
    }
    expect(await press("a", { ...visitor, fetch: revoking })).toEqual({ kind: "closed" })
    expect(await db.repairSession.count()).toBe(0)
  })

  it("opens Belvo's own page in the language of the customer's", async () => {
    const { visitor, addressId } = await withAddress()
    const visited = await visitAddress(visitor, { addressId, client: "a", locale: "pt-BR" })
    expect("address" in visited && visited.address).toMatch(/&locale=pt$/)
  })

  it("leads customers of Brazilian open finance to the portal, and asks for nothing of theirs", async () => {
    const { press, sim, db } = await withAddress(twelve.openFinance)
    sim.world.setStatus(twelve.openFinance, "invalid")
    expect(await press()).toEqual({ kind: "consent", address: "https://meuportal.belvo.com/?mode=landing" })
    expect(sim.requests).not.toContain("POST /api/token/")
    expect(await db.repairSession.count()).toBe(0)
  })

  it("never hands out a token that would repair another link or create one", async () => {
    const { press, visitor, sim, db } = await withAddress()
    const creating: typeof fetch = (to, init) =>
      sim.fetch(to, { ...init, ...(init?.body ? { body: String(init.body).replace("link_id", "link") } : {}) })
    expect(await press("a", { ...visitor, fetch: creating })).toEqual({ kind: "failed" })
    expect(await db.repairSession.count()).toBe(0)
    expect(await db.auditEntry.count({ where: { action: "session.refused" } })).toBe(1)
  })

  it("tells who presses while the link is deleted that it is gone, whom the page then tells, too", async () => {
    const { press, sim, state, outcomes, linkId } = await withAddress()
    sim.world.removeLink(linkId)
    expect(await press()).toEqual({ kind: "gone" })
    expect(await state()).toMatchObject({ state: "gone" })
    expect(await outcomes()).toEqual(["opened", "revoked"])
  })

  it("opens nothing that has expired or was revoked, without asking Belvo", async () => {
    const expired = await withAddress()
    expired.advance(8 * 86_400)
    expired.sim.clearRequests()
    expect(await expired.press()).toEqual({ kind: "closed" })
    expect(await expired.state()).toMatchObject({ state: "expired" })
    await expired.end()
    expect(await expired.outcomes()).toEqual(["expired"])

    const revoked = await withAddress()
    await revokeAddress(revoked.ctx, { addressId: revoked.addressId })
    expect(await revoked.press()).toEqual({ kind: "closed" })
    expect(await revoked.state()).toMatchObject({ state: "revoked" })
    expect([...expired.sim.requests, ...revoked.sim.requests]).toEqual([])
  })

  it("is throttled for one address and for one client, by hashes that say neither", async () => {
    const { press, advance, db, addressId } = await withAddress()
    await press()
    await press()
    expect(await db.repairOutcome.count()).toBe(1)
    expect((await db.repairClient.findMany()).map(({ presses }) => presses)).toEqual([2, 2])
    await db.repairClient.updateMany({ data: { presses: 12 } })
    expect(await press()).toMatchObject({ kind: "wait", seconds: 600 })
    const ofClient = { client: new Uint8Array(keyOf("client 203.0.113.7")) }
    expect(await db.repairClient.findFirst({ where: ofClient })).toMatchObject({ presses: 12 })
    advance(600)
    expect(await press()).toMatchObject({ kind: "open" })
    await db.repairClient.updateMany({ data: { presses: 2_000 } })
    await db.repairClient.deleteMany({ where: { client: new Uint8Array(keyOf(`address ${addressId}`)) } })
    expect(await press()).toMatchObject({ kind: "wait" })
    expect(await press("198.51.100.1")).toMatchObject({ kind: "open" })
    const kept = JSON.stringify(await db.repairClient.findMany())
    expect(kept).not.toContain("203.0.113")
  })

  it("waits seconds with a word why where the budget is used up", async () => {
    const { press, visitor, db } = await withAddress()
    await db.$executeRaw`
      INSERT INTO belvo_host (host, paused_until) VALUES ('sandbox.belvo.com', clock_timestamp() + interval '20 seconds')`
    const { seeded: _, ...live } = visitor
    const visited = await press("a", live)
    expect(visited).toMatchObject({ kind: "busy" })
    expect("seconds" in visited && visited.seconds).toBeLessThanOrEqual(20)
    expect(await db.repairClient.findMany()).toMatchObject([{ presses: 0 }])
  })
})

describe("a link that breaks again after it was repaired", () => {
  it("is repaired once more at the same address, and meanwhile nobody is told that it works", async () => {
    const { open, press, settle, sim, state, end, advance, linkId, outcomes, ctx, visitor, addressId, db } =
      await withAddress()
    const first = await open()
    advance(20)
    sim.world.setStatus(linkId, "valid")
    await settle(first.sessionId)
    advance(3_600)
    sim.world.setStatus(linkId, "invalid")
    await mirrorAll(ctx, sim)
    await end()
    expect(await state()).toEqual({ state: "again", visit: "healed" })
    expect(await getVisitPage(visitor, { addressId })).toMatchObject({
      worked: { at: new Date("2026-03-01T12:01:20Z"), timeZone: "America/Mexico_City" },
    })
    expect(await listAddresses(ctx, { linkId })).toMatchObject([{ state: "repaired", usable: true }])
    const second = await open()
    expect(await state()).toEqual({ state: "open", visit: "open" })
    advance(40)
    sim.world.setStatus(linkId, "valid")
    await settle(second.sessionId)
    expect(await state()).toEqual({ state: "repaired", visit: "healed" })
    expect(await press()).toEqual({ kind: "healed" })
    expect((await outcomes()).slice(0, 4)).toEqual(["opened", "repaired", "reopened", "repaired"])
    advance(8 * 86_400)
    await db.link.updateMany({ where: { id: linkId }, data: { status: "token_required" } })
    expect(await state()).toMatchObject({ state: "broke" })
    expect(await press()).toEqual({ kind: "closed" })
  })

  it("can be taken back from who could use it", async () => {
    const { ctx, addressId, linkId, state, end, db, press } = await withAddress()
    await db.repairAddress.updateMany({ data: { state: "repaired", settledAt: ctx.now() } })
    expect(await state()).toMatchObject({ state: "again" })
    const { rows } = await listRecoveries(ctx, recoveryListParams.parse({ kind: "address" }))
    expect(rows).toMatchObject([{ outcome: "repaired", revocable: true }])
    await revokeAddress(ctx, { addressId })
    await end()
    expect(await state()).toMatchObject({ state: "revoked" })
    expect(await press()).toEqual({ kind: "closed" })
    expect(await listAddresses(ctx, { linkId })).toMatchObject([{ state: "revoked", usable: false }])
  })
})

describe("two who press at once", () => {
  it("leave one visit open, whichever was quicker, and no ending of it is lost meanwhile", async () => {
    const { as, advance, sim } = await belvoDatabase()
    const ctx = await as("support")
    const { addressId } = await makeAddress(ctx, { linkId: twelve.invalid })
    const by = (...permissions: Permission[]): Ctx => ({
      ...ctx,
      actor: { kind: "system", name: "system:test", permissions },
    })
    const visitor = by("repair:visit", "links:read", "keys:open")
    const press = () => visitAddress(visitor, { addressId, client: "203.0.113.7" })
    const visits = await Promise.all([press(), press(), press()])
    expect(visits.map(({ kind }) => kind)).toEqual(["open", "open", "open"])
    const sessions = () =>
      ctx.database.prisma.$transaction(async (tx) => {
        await tx.$queryRaw`SELECT set_config('enlace.environment', ${String(ctx.environment.id)}, true)`
        return tx.repairSession.findMany({ where: { addressId } })
      })
    const open = (await sessions()).filter(({ state }) => state === "open")
    expect(open).toHaveLength(1)
    expect(await sessions()).toHaveLength(3)
    sim.world.setStatus(twelve.invalid, "valid")
    advance(20)
    const sessionId = open[0]?.id ?? ""
    const worker = by(...settleSessionJob.permissions)
    await Promise.all([settleSession(worker, { sessionId }), endAddresses(worker, { signal }), press()])
    expect(await getVisitState(visitor, { addressId })).toMatchObject({ state: "repaired" })
  })
})

describe("what the widget says", () => {
  it("is a rumour: success is believed once the link has been read as valid", async () => {
    const { open, report, settle, sim, state, outcomes, advance, linkId, db } = await withAddress()
    const { sessionId } = await open()
    advance(5)
    await report(sessionId, "success")
    await settle(sessionId)
    expect(await state()).toEqual({ state: "open", visit: "open" })
    sim.world.setStatus(linkId, "valid")
    advance(5)
    await settle(sessionId)
    expect(await state()).toEqual({ state: "repaired", visit: "healed" })
    expect(await outcomes()).toEqual(["opened", "repaired"])
    expect(await db.repairAddress.findFirst()).toMatchObject({ state: "repaired" })
  })

  it("tells who gave up from who failed and why; the address stays good for another try", async () => {
    const { open, report, settle, state, outcomes, advance, db, ctx, linkId } = await withAddress()
    const first = await open()
    advance(40)
    await report(first.sessionId, "exit")
    expect(await state()).toEqual({ state: "open", visit: "open" })
    await settle(first.sessionId)
    expect(await state()).toEqual({ state: "open", visit: "gave_up" })
    const second = await open()
    advance(40)
    await report(second.sessionId, "trouble", "login_error")
    await report(second.sessionId, "exit")
    await settle(second.sessionId)
    expect(await state()).toEqual({ state: "open", visit: "failed" })
    expect(await outcomes()).toEqual(["opened", "gave_up", "reopened", "failed"])
    expect(await db.repairAddress.findFirst()).toMatchObject({ lastOutcome: "failed", errorCode: "login_error" })
    const { items } = await listTimeline(ctx, { linkId, after: null })
    expect(items.map(({ source, kind, state }) => [source, kind, state]).toReversed()).toEqual([
      ["event", "appeared", null],
      ["act", "address.made", "address_open"],
      ...["opened", "gave_up", "reopened", "failed"].map((kind) => ["repair", kind, null]),
    ])
  })

  it("has the link read again once at a time, behind people, and no more often than forty times an hour", async () => {
    const { open, report, settle, advance, db, addressId, visitor } = await withAddress()
    const { sessionId } = await open()
    await report(sessionId, "exit")
    await report(sessionId, "exit")
    const waiting = await db.$queryRaw`SELECT data FROM pgboss.job WHERE name = 'settle-rumour' AND state = 'created'`
    const payload = { sessionId, rumour: true }
    expect(waiting).toEqual([{ data: { environmentId: visitor.environment.id, payload } }])
    await settle(sessionId)
    await db.repairSession.updateMany({ where: { addressId }, data: { rereads: 40 } })
    advance(60)
    const second = await open()
    await report(second.sessionId, "exit")
    expect(await db.repairSession.findFirst({ where: { id: second.sessionId } })).toMatchObject({ reported: null })
  })

  it("is heard from an older tab only where it is good news, and of another's address not at all", async () => {
    const { open, report, settle, sim, state, advance, linkId, db } = await withAddress()
    const first = await open()
    advance(31)
    const second = await open()
    expect(await db.repairSession.findFirst({ where: { id: first.sessionId } })).toMatchObject({ state: "replaced" })
    await report(first.sessionId, "exit", "login_error")
    expect(await db.repairSession.findFirst({ where: { id: second.sessionId } })).toMatchObject({ reported: null })
    sim.world.setStatus(linkId, "valid")
    advance(5)
    await report(first.sessionId, "success")
    await settle(second.sessionId)
    expect(await state()).toEqual({ state: "repaired", visit: "healed" })
  })
})

describe("an address whose time is over", () => {
  it("lets whoever is in the widget finish, begins nothing new, and has repaired what it repairs", async () => {
    const { open, press, settle, sim, state, end, outcomes, advance, linkId, db } = await withAddress()
    await db.repairAddress.updateMany({ data: { expiresAt: new Date("2026-03-01T12:02:00Z") } })
    const { sessionId } = await open()
    advance(120)
    await end()
    expect(await state()).toEqual({ state: "open", visit: "open" })
    expect(await press()).toEqual({ kind: "closed" })
    sim.world.setStatus(linkId, "valid")
    await settle(sessionId)
    expect(await state()).toEqual({ state: "repaired", visit: "healed" })
    expect(await outcomes()).toEqual(["opened", "repaired"])
  })

  it("is said alike by list, link, timeline and page while somebody is in the widget, and settled with the visit", async () => {
    const { open, settle, state, outcomes, advance, db, ctx, linkId } = await withAddress()
    await db.repairAddress.updateMany({ data: { expiresAt: new Date("2026-03-01T12:02:00Z") } })
    const said = async (outcome = "") => {
      const { rows } = await listRecoveries(ctx, recoveryListParams.parse({ kind: "address", outcome }))
      const { items } = await listTimeline(ctx, { linkId, after: null })
      const [address] = await listAddresses(ctx, { linkId })
      const made = items.find(({ kind }) => kind === "address.made")
      return [rows[0]?.outcome, address?.visiting ? "visiting" : address?.state, made?.state, (await state()).state]
    }
    expect(await said()).toEqual(["open", "open", "address_open", "open"])
    const { sessionId } = await open()
    expect(await said("open")).toEqual(["visiting", "visiting", "address_visiting", "open"])
    advance(120)
    expect(await said("open")).toEqual(["visiting", "visiting", "address_visiting", "open"])
    advance(500)
    expect(await said("open")).toEqual(["settling", "visiting", "address_visiting", "open"])
    advance(60)
    await settle(sessionId)
    expect(await said("gave_up")).toEqual(["expired", "expired", "address_expired", "expired"])
    expect(await outcomes()).toEqual(["opened", "gave_up", "expired"])
  })

  it("has expired once the visit has come to nothing", async () => {
    const { open, report, settle, state, end, outcomes, advance, db } = await withAddress()
    await db.repairAddress.updateMany({ data: { expiresAt: new Date("2026-03-01T12:02:00Z") } })
    const { sessionId } = await open()
    advance(120)
    await report(sessionId, "exit")
    await settle(sessionId)
    expect(await state()).toEqual({ state: "expired", visit: "gave_up" })
    await end()
    expect(await outcomes()).toEqual(["opened", "gave_up", "expired"])
  })
})

describe("a visit of which nothing is heard any more", () => {
  it("has given up where the browser was closed half-way, and the address stays good", async () => {
    const { open, settle, state, outcomes, advance, press } = await withAddress()
    const { sessionId } = await open()
    advance(660)
    await settle(sessionId)
    expect(await state()).toEqual({ state: "open", visit: "expired" })
    expect(await outcomes()).toEqual(["opened", "gave_up"])
    expect(await press()).toMatchObject({ kind: "open" })
  })

  it("is over where the link is deleted while the widget is open", async () => {
    const { open, settle, state, end, outcomes, sim, linkId, advance } = await withAddress()
    const { sessionId } = await open()
    advance(20)
    sim.world.removeLink(linkId)
    await settle(sessionId)
    expect(await state()).toMatchObject({ state: "gone" })
    await end()
    expect(await outcomes()).toEqual(["opened", "revoked"])
  })

  it("is told to its own tab, and that a member took over is told of the address", async () => {
    const { open, ctx, visitor, addressId, linkId, advance, outcomes, db } = await withAddress()
    const first = await open()
    advance(31)
    const second = await open()
    const of = (sessionId: string) => getVisitState(visitor, { addressId, sessionId })
    expect(await of(first.sessionId)).toEqual({ state: "open", visit: "replaced" })
    expect(await of(second.sessionId)).toEqual({ state: "open", visit: "open" })
    await openSession(ctx, { linkId, replace: second.sessionId })
    expect(await of(second.sessionId)).toEqual({ state: "open", visit: "replaced" })
    expect(await outcomes()).toEqual(["opened", "reopened", "replaced", "replaced"])
    const told = await db.repairOutcome.findMany({ orderBy: { id: "asc" } })
    expect(told.map(({ sessionId }) => sessionId)).toEqual(
      [first, second, first, second].map(({ sessionId }) => sessionId),
    )
  })
})

describe("endAddresses", () => {
  it("tells a link that healed by itself from one that turned valid after somebody had begun", async () => {
    const untouched = await withAddress()
    await untouched.end()
    expect(await untouched.outcomes()).toEqual([])
    untouched.advance(60)
    untouched.sim.world.setStatus(untouched.linkId, "valid")
    await mirrorAll(untouched.ctx, untouched.sim)
    await untouched.end()
    expect(await untouched.outcomes()).toEqual(["healed"])

    const begun = await withAddress()
    await begun.open()
    begun.advance(900)
    begun.sim.world.setStatus(begun.linkId, "valid")
    await mirrorAll(begun.ctx, begun.sim)
    await begun.end()
    await begun.end()
    expect(await begun.outcomes()).toEqual(["opened", "repaired"])
  })

  it("looks at what has happened, not at every address that is open, and again at what was told late", async () => {
    const { ctx, db, linkId, end, outcomes, advance, sim } = await withAddress()
    const many = Array.from({ length: 3_000 }, () => ({
      ...{ environmentId: ctx.environment.id, linkId: twelve.tokenRequired, createdAt: ctx.now() },
      ...{ expiresAt: new Date("2026-03-20T12:00:00Z"), hash: crypto.getRandomValues(new Uint8Array(32)) },
    }))
    await db.repairAddress.createMany({ data: many })
    await end()
    advance(60)
    sim.world.setStatus(linkId, "valid")
    await mirrorAll(ctx, sim)
    // Read within this transaction, by whatever way.
    const rowsRead = async () => {
      const [row] = await db.$queryRaw<{ rows: number }[]>`
        SELECT (sum(seq_tup_read) + sum(idx_tup_fetch))::integer AS rows FROM pg_stat_xact_user_tables
        WHERE relname IN ('repair_address', 'link', 'repair_session')`
      return row?.rows ?? 0
    }
    const before = await rowsRead()
    await end()
    expect((await rowsRead()) - before).toBeLessThan(60)
    expect(await outcomes()).toEqual(["healed"])
    advance(14 * 60)
    const late = { kind: "status", after: "valid", at: new Date("2026-03-01T12:02:30Z") }
    await db.linkEvent.create({
      data: {
        ...late,
        environmentId: ctx.environment.id,
        linkId: twelve.tokenRequired,
        institution: "x",
        cause: "sweep",
      },
    })
    await db.link.updateMany({ where: { id: twelve.tokenRequired }, data: { status: "valid", observedAt: late.at } })
    await end()
    expect((await outcomes()).length).toBe(3_001)
  })
})
