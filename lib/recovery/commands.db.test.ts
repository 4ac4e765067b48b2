import { createHash } from "node:crypto"
import { describe, expect, it } from "vitest"
import { openSession } from "@/lib/recovery/commands"
import { getSession } from "@/lib/recovery/queries"
import { rereadDelaysSeconds } from "@/lib/recovery/rules"
import { twelve } from "@/simulator/worlds/twelve"
import { type BelvoWorld, belvoDatabase, belvoWorld } from "@/test/belvo"

const linkId = twelve.invalid

async function opened({ ctx }: Pick<BelvoWorld, "ctx">, more: { replace?: string } = {}) {
  const outcome = await openSession(ctx, { linkId, ...more })
  if (outcome.kind !== "opened") throw new Error(outcome.kind)
  const token = new URL(outcome.address).searchParams.get("access_token") ?? ""
  return { ...outcome, token }
}

describe("openSession", () => {
  it("reads the link itself, hands out an address for it once, and keeps who and when and a hash", async () => {
    const { ctx, db, sim } = await belvoWorld()
    const { session, token, address } = await opened({ ctx })

    expect(sim.requests).toEqual([`GET /api/links/${linkId}/`, "POST /api/token/"])
    expect(address).toMatch(/^https:\/\/widget\.belvo\.io\/\?access_token=/)
    expect(session).toMatchObject({
      linkId,
      state: "open",
      statusBefore: "invalid",
      openedBy: { name: "A support" },
      openedAt: "2026-03-01T12:01:00.000Z",
      expiresAt: "2026-03-01T12:11:00.000Z",
    })
    const row = await db.repairSession.findFirstOrThrow()
    expect(Buffer.from(row.tokenHash).toString("hex")).toBe(createHash("sha256").update(token).digest("hex"))
    expect(await db.auditEntry.findMany()).toMatchObject([{ action: "session.opened", entityId: linkId }])
  })

  it("leaves the token in no table, not even its signature", async () => {
    const lines: string[] = []
    const world = await belvoWorld()
    const log = (message: string, fields = {}) => void lines.push(JSON.stringify({ message, ...fields }))
    const { token } = await opened({ ctx: { ...world.ctx, log: { info: log, warn: log, error: log } } })
    const signature = token.split(".")[2] ?? token
    const tables = await world.db.$queryRaw<{ name: string }[]>`
      SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
      WHERE table_schema IN ('public', 'pgboss') AND table_type = 'BASE TABLE' AND has_table_privilege(format('%I.%I', table_schema, table_name), 'SELECT')`
    expect(tables.length).toBeGreaterThan(25)
    for (const { name } of tables) {
      const [row] = await world.db.$queryRawUnsafe<{ hits: number }[]>(
        `SELECT count(*)::integer AS hits FROM ${name} t WHERE to_jsonb(t)::text LIKE '%' || $1 || '%'`,
        signature,
      )
      expect([name, row?.hits]).toEqual([name, 0])
    }
    expect(lines.join("\n")).not.toContain(signature)
  })

  it("makes none where the link has healed in the meantime, and says so", async () => {
    const { ctx, db, sim } = await belvoWorld()
    sim.world.setStatus(linkId, "valid")
    expect(await openSession(ctx, { linkId })).toMatchObject({ kind: "healed", link: { status: "valid" } })
    expect(sim.requests).toEqual([`GET /api/links/${linkId}/`])
    expect(await db.repairSession.count()).toBe(0)
    expect(await db.link.findFirst({ where: { id: linkId } })).toMatchObject({ status: "valid" })
    const recovery = await db.linkEvent.findFirst({ where: { linkId, kind: "status" } })
    expect(recovery).toMatchObject({ after: "valid", cause: "live" })
  })

  it("names the colleague who has one open, and lets one take over who has seen it", async () => {
    const { ctx, as, db } = await belvoWorld()
    const first = await opened({ ctx })
    const colleague = await as("engineer")

    expect(await openSession(colleague, { linkId })).toMatchObject({
      kind: "already_open",
      session: { id: first.session.id, openedBy: { name: "A support" }, expiresAt: first.session.expiresAt },
    })
    const second = await opened({ ctx: colleague }, { replace: first.session.id })
    expect(second.token).not.toBe(first.token)
    expect(await getSession(ctx, { id: first.session.id })).toMatchObject({ state: "replaced" })
    expect(await db.repairSession.count({ where: { state: "open" } })).toBe(1)
  })

  it("needs no take-over once the address of the first has expired", async () => {
    const { ctx, advance } = await belvoWorld()
    const first = await opened({ ctx })
    advance(601)
    expect((await opened({ ctx })).session.id).not.toBe(first.session.id)
  })

  it("settles what has run out unsettled before it opens another, so that its outcome is not lost", async () => {
    const { ctx, db, advance } = await belvoWorld()
    const first = await opened({ ctx })
    await db.repairSession.updateMany({ data: { errorCode: "login_error" } })
    advance(605)
    const second = await opened({ ctx })
    expect(await getSession(ctx, { id: first.session.id })).toMatchObject({ state: "failed", statusAfter: "invalid" })
    expect(await getSession(ctx, { id: second.session.id })).toMatchObject({ state: "open" })
    const settled = await db.auditEntry.findMany({ where: { action: "session.settled" } })
    expect(settled.map(({ body }) => JSON.parse(body).after)).toEqual([
      { sessionId: first.session.id, state: "failed" },
    ])
  })

  it("says that Belvo no longer has the link, and marks it", async () => {
    const { ctx, db, sim } = await belvoWorld()
    sim.world.removeLink(linkId)
    expect(await openSession(ctx, { linkId })).toEqual({ kind: "gone" })
    expect(await db.link.findFirst({ where: { id: linkId } })).toMatchObject({ removedAt: ctx.now() })
    await expect(openSession(ctx, { linkId })).rejects.toMatchObject({ key: "linkRemoved" })
  })

  it("sends customers of Brazilian open finance elsewhere without asking Belvo", async () => {
    const { ctx, sim } = await belvoWorld()
    await expect(openSession(ctx, { linkId: twelve.openFinance })).rejects.toMatchObject({ key: "session.consent" })
    expect(sim.requests).toEqual([])
  })

  it("hands out no token that is not for this link, and keeps that it was refused", async () => {
    const { ctx, db, sim } = await belvoWorld()
    const strangers = async (input: string | URL | Request, init?: RequestInit) => {
      const url = String(input instanceof Request ? input.url : input)
      if (!url.endsWith("/api/token/")) return sim.fetch(input, init)
      const body = JSON.parse(String(init?.body))
      return sim.fetch(input, { ...init, body: JSON.stringify({ ...body, link_id: twelve.valid }) })
    }
    await expect(openSession({ ...ctx, fetch: strangers }, { linkId })).rejects.toMatchObject({
      code: "BELVO",
      key: "session.wrongLink",
    })
    const ignored = async (input: string | URL | Request, init?: RequestInit) =>
      sim.fetch(input, { ...init, ...(init?.body ? { body: String(init.body).replace("link_id", "link") } : {}) })
    await expect(openSession({ ...ctx, fetch: ignored }, { linkId })).rejects.toMatchObject({
      key: "session.wrongLink",
    })
    expect(await db.repairSession.count()).toBe(0)
    expect(await db.auditEntry.findMany()).toMatchObject([{ action: "session.refused" }, { action: "session.refused" }])
  })

  it("does without the widget's ways back where Belvo will not have them in update mode", async () => {
    const { ctx, sim } = await belvoWorld()
    const strict = async (input: string | URL | Request, init?: RequestInit) => {
      const body = init?.body ? JSON.parse(String(init.body)) : {}
      if (body.widget === undefined) return sim.fetch(input, init)
      return Response.json([{ code: "required", message: "This field is required.", field: "widget.branding" }], {
        status: 400,
      })
    }
    expect(await openSession({ ...ctx, fetch: strict }, { linkId })).toMatchObject({ kind: "opened" })
  })

  it.each([
    ["the link cannot be read", { method: "GET", kind: "server_error", times: 9 }],
    ["the token is refused", { method: "POST", kind: "error", status: 400, code: "validation_error", message: "Bad" }],
    ["the answer with the token is cut", { method: "POST", kind: "truncated" }],
  ] as const)("leaves nothing behind where %s", async (_what, rule) => {
    const { ctx, db, sim } = await belvoWorld()
    sim.failNext(rule)
    await expect(openSession(ctx, { linkId })).rejects.toMatchObject({ name: expect.stringMatching(/^Belvo/) })
    expect(await db.repairSession.count()).toBe(0)
    expect(await db.auditEntry.count()).toBe(0)
  })

  it("looks after it six times, the last time when the address has expired", async () => {
    const { ctx, db } = await belvoWorld()
    const { session } = await opened({ ctx })
    const jobs = await db.$queryRaw<{ after: number; session: string }[]>`
      SELECT extract(epoch FROM start_after - ${ctx.now()}::timestamptz)::integer AS after, data #>> '{payload,sessionId}' AS session
      FROM pgboss.job WHERE name = 'settle-session' ORDER BY start_after`
    expect(jobs).toEqual(rereadDelaysSeconds.map((after) => ({ after, session: session.id })))
  })

  it("opens one where two agents ask at the same moment, and names it to the other", async () => {
    const { as } = await belvoDatabase()
    const agents = await Promise.all([as("support"), as("engineer"), as("admin")])
    const outcomes = await Promise.all(agents.map((agent) => openSession(agent, { linkId })))
    const winners = outcomes.flatMap((outcome) => (outcome.kind === "opened" ? [outcome.session.id] : []))
    const others = outcomes.flatMap((outcome) => (outcome.kind === "already_open" ? [outcome.session.id] : []))
    expect(winners).toHaveLength(1)
    expect(others).toEqual([winners[0], winners[0]])
  })

  it.each(["viewer", "compliance"] as const)("refuses a %s before anything is sent", async (role) => {
    const { ctx, sim, db } = await belvoWorld(role)
    await expect(openSession(ctx, { linkId })).rejects.toMatchObject({ code: "FORBIDDEN" })
    expect(sim.requests).toEqual([])
    expect(await db.repairSession.count()).toBe(0)
  })

  it("knows no link and no session of another environment", async () => {
    const { ctx, elsewhere, sim } = await belvoWorld()
    const { session } = await opened({ ctx })
    sim.clearRequests()
    const other = await elsewhere()
    await expect(openSession(other, { linkId })).rejects.toMatchObject({ code: "NOT_FOUND" })
    await expect(getSession(other, { id: session.id })).rejects.toMatchObject({ code: "NOT_FOUND" })
    expect(sim.requests).toEqual([])
  })
})
