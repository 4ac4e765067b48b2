import { describe, expect, it } from "vitest"
import { type Ctx, installation } from "@/lib/ctx"
import { openBelvo } from "@/lib/environments/commands"
import { getEnvironment, getEnvironmentFacts, getWebhookDoor, listEnvironments } from "@/lib/environments/queries"
import type { AddEnvironment, EnvironmentChanges } from "@/lib/environments/schema"
import { addEnvironment, updateEnvironment } from "@/lib/environments/settings/commands"
import { listBudgets, listEnvironmentSettings } from "@/lib/environments/settings/queries"
import { belvoAtNoon } from "@/test/belvo"
import { simulatorKey, systemActor } from "@/test/environment"
import { testWorld } from "@/test/world"

const shop: AddEnvironment = {
  slug: "shop",
  name: "The shop",
  kind: "production",
  baseUrl: "https://api.belvo.com/",
  customerLocale: "pt-BR",
  rawWebhookDays: 7,
  ...simulatorKey,
}
const changes: EnvironmentChanges = {
  ...{ name: "The shop", kind: "production", customerLocale: "pt-BR", rawWebhookDays: 7 },
  ...{ sweepEveryMinutes: 30, deltaEveryMinutes: 0, deltaRequests: 2 },
  ...{ deletionHoldHours: 1, deletionThreshold: 5, personalDays: 30 },
}

async function office() {
  const { sim } = belvoAtNoon()
  const world = await testWorld({ role: "admin", fetch: sim.fetch })
  return { ...world, sim, admin: { ...world.ctx, environment: installation } satisfies Ctx }
}

describe("addEnvironment", () => {
  it("tests the key, seals it, and shows the webhooks' value once", async () => {
    const { admin, ctx, db } = await office()

    const added = await addEnvironment(admin, shop)

    if (added.kind !== "added") throw new Error(added.kind)
    expect(added.webhook.address).toBe("http://127.0.0.1:3000/api/webhooks/belvo/shop")
    const { id, slug, kind } = await getEnvironment({ ...admin, actor: systemActor(["housekeeping"]) }, "shop")
    const there: Ctx = { ...ctx, environment: { id, slug, kind } }
    expect(kind).toBe("production")
    expect((await (await openBelvo(there, "member")).listLinks()).count).toBe(12)
    const door = await getWebhookDoor({ ...admin, actor: systemActor(["webhooks:receive"]) }, "shop")
    expect(door?.authorization).toBe(added.webhook.authorization)
    const row = await db.environment.findUniqueOrThrow({ where: { id } })
    expect(row.baseUrl).toBe("https://api.belvo.com")
    expect(Buffer.from(row.sealedKey).toString("latin1")).not.toContain(simulatorKey.secretPassword)
  })

  it("keeps nothing of a key that Belvo refuses or that could not be tested", async () => {
    const { admin, db } = await office()
    const before = await db.environment.count()
    expect(await addEnvironment(admin, { ...shop, secretPassword: "wrong" })).toEqual({ kind: "refused" })
    const dead: typeof fetch = () => Promise.reject(new TypeError("fetch failed"))
    expect(await addEnvironment({ ...admin, fetch: dead, seeded: true }, shop)).toEqual({ kind: "unreachable" })
    expect(await db.environment.count()).toBe(before)
  })

  it.each([
    ["https://evil.example.com"],
    ["http://api.belvo.com"],
    ["https://api.belvo.com@evil.example.com"],
    ["https://api.belvo.com.evil.example.com"],
    ["http://169.254.169.254"],
    ["https://api.belvo.com:8443"],
    ["https://api.belvo.com/api"],
  ])("sends a key to nobody at %s", async (baseUrl) => {
    const { admin, sim } = await office()
    const refused = addEnvironment(admin, { ...shop, baseUrl })
    await expect(refused).rejects.toMatchObject({ options: { fields: { baseUrl: ["baseUrlNotAllowed"] } } })
    expect(sim.requests).toEqual([])
  })

  it("refuses a slug that is taken, before anything is sent", async () => {
    const { admin, ctx, sim } = await office()
    const taken = addEnvironment(admin, { ...shop, slug: ctx.environment.slug })
    await expect(taken).rejects.toMatchObject({ options: { fields: { slug: ["slugTaken"] } } })
    expect(sim.requests).toEqual([])
  })

  it("is the administrators': others learn nothing and reach nobody", async () => {
    const { as, sim } = await office()
    const engineer = { ...(await as("engineer")), environment: installation }
    await expect(addEnvironment(engineer, shop)).rejects.toMatchObject({ code: "FORBIDDEN" })
    await expect(listEnvironmentSettings(engineer)).rejects.toMatchObject({ code: "FORBIDDEN" })
    await expect(listBudgets(engineer)).rejects.toMatchObject({ code: "FORBIDDEN" })
    expect(sim.requests).toEqual([])
  })
})

describe("updateEnvironment", () => {
  it("changes what may change, and keeps both sides in the installation's chain", async () => {
    const { ctx, db } = await office()
    await updateEnvironment(ctx, changes)
    const { kind: _, deltaRequests: __, personalDays: ___, ...facts } = changes
    expect(await getEnvironmentFacts(ctx)).toEqual(facts)
    expect(await db.environment.findUnique({ where: { id: ctx.environment.id } })).toMatchObject(changes)
    const [entry] = await db.auditEntry.findMany({ where: { environmentId: 0 }, orderBy: { seq: "desc" }, take: 1 })
    expect(JSON.parse(entry?.body ?? "")).toMatchObject({
      action: "environment.changed",
      entityId: ctx.environment.slug,
      before: { customerLocale: "es", deltaEveryMinutes: 5, deltaRequests: 20 },
      after: { customerLocale: "pt-BR", deltaEveryMinutes: 0, deltaRequests: 2 },
    })
  })

  it("is the administrators'", async () => {
    const { as } = await office()
    await expect(updateEnvironment(await as("engineer"), changes)).rejects.toMatchObject({ code: "FORBIDDEN" })
  })
})

describe("what administrators see", () => {
  it("is each environment without its secrets", async () => {
    const { admin, ctx } = await office()
    const rows = await listEnvironmentSettings(admin)
    expect(rows.find(({ slug }) => slug === ctx.environment.slug)).toMatchObject({ hasWebhookAuthorization: false })
    expect(JSON.stringify(rows)).not.toMatch(/sealed|secret/i)
  })

  it("is what went to each host in the last 30 seconds, and for whom", async () => {
    const { admin, ctx } = await office()
    await (await openBelvo(ctx, "member")).testKey()
    await (await openBelvo({ ...ctx, actor: systemActor(["keys:open"]) }, "sweep")).testKey()
    const [budget] = await listBudgets(admin)
    expect(budget).toMatchObject({ host: "sandbox.belvo.com", limit: 76, used: 2 })
    expect(budget?.byPriority).toEqual({ member: 1, visitor: 0, webhook: 0, sweep: 1 })
  })

  it("is the clock's list too, by its own permission", async () => {
    const { admin, ctx } = await office()
    const clock: Ctx = { ...admin, actor: systemActor(["housekeeping"]) }
    expect((await listEnvironments(clock)).map(({ slug }) => slug)).toContain(ctx.environment.slug)
    await expect(getEnvironment(clock, "nowhere")).rejects.toMatchObject({ code: "NOT_FOUND" })
  })
})
