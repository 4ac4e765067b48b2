import pg from "pg"
import { describe, expect, it, onTestFinished } from "vitest"
import { hashPassword } from "@/lib/auth/passwords/commands"
import { type Ctx, installation } from "@/lib/ctx"
import { openDatabase } from "@/lib/db"
import { openBelvo } from "@/lib/environments/commands"
import {
  replaceKey,
  resealEnvironments,
  rotateWebhookAuthorization,
  testEnvironmentKey,
} from "@/lib/environments/keys/commands"
import { getWebhookDoor } from "@/lib/environments/queries"
import { SealBroken } from "@/lib/seal"
import { createBelvoSim } from "@/simulator/belvo"
import { createWorld } from "@/simulator/worlds/create-world"
import { belvoAtNoon, belvoWorld } from "@/test/belvo"
import { testDatabase } from "@/test/database"
import { makeEnvironment, makeMember, simulatorKey, systemActor, testCtx } from "@/test/environment"
import { testWorld } from "@/test/world"

const renewed = { secretId: "22222222-2222-4333-8444-555555555555", secretPassword: "a-renewed-password" }
const now = () => new Date("2026-03-01T12:00:00Z")

const doorOf = (ctx: Ctx): Ctx => ({ ...ctx, environment: installation, actor: systemActor(["webhooks:receive"]) })

describe("testEnvironmentKey", () => {
  it("says ok, refused or unreachable, and nothing else that Belvo said", async () => {
    const { sim } = belvoAtNoon()
    const { ctx } = await testWorld({ role: "admin", fetch: sim.fetch })
    expect(await testEnvironmentKey(ctx)).toEqual({ kind: "ok" })
    const other = createBelvoSim({ world: createWorld("twelve", { now: now() }), now, key: { id: "x", password: "y" } })
    expect(await testEnvironmentKey({ ...ctx, fetch: other.fetch })).toEqual({ kind: "refused" })
    const dead: typeof fetch = () => Promise.reject(new TypeError("fetch failed"))
    expect(await testEnvironmentKey({ ...ctx, fetch: dead, seeded: true })).toEqual({ kind: "unreachable" })
  })
})

describe("replaceKey", () => {
  /** The same Belvo account, whose present key is `renewed`, or another account with that key. */
  const belvoWith = (world: "twelve" | "empty" | "demo") =>
    createBelvoSim({
      world: createWorld(world, { now: now(), ...(world === "demo" ? { links: 60, seed: 9 } : {}) }),
      now,
      key: { id: renewed.secretId, password: renewed.secretPassword },
    })

  it("keeps a key that Belvo takes and that sees links of the mirror", async () => {
    const { ctx } = await belvoWorld("admin")
    const other: Ctx = { ...ctx, fetch: belvoWith("twelve").fetch }
    expect(await replaceKey(other, renewed)).toEqual({ kind: "replaced" })
    expect((await (await openBelvo(other, "member")).listLinks()).count).toBe(12)
  })

  it("refuses one all of whose links are unknown to the mirror, and keeps the present one", async () => {
    const { ctx, db } = await belvoWorld("admin")
    const before = await db.environment.findUniqueOrThrow({ where: { id: ctx.environment.id } })
    expect(await replaceKey({ ...ctx, fetch: belvoWith("demo").fetch }, renewed)).toEqual({ kind: "foreign" })
    expect(await db.environment.findUniqueOrThrow({ where: { id: ctx.environment.id } })).toEqual(before)
  })

  it("takes any account's key while nothing is mirrored", async () => {
    const { ctx } = await testWorld({ role: "admin", fetch: belvoWith("demo").fetch })
    expect(await replaceKey({ ...ctx, now, seeded: true }, renewed)).toEqual({ kind: "replaced" })
  })

  it("saves nothing that Belvo refuses", async () => {
    const { ctx, db } = await belvoWorld("admin")
    expect(await replaceKey(ctx, renewed)).toEqual({ kind: "refused" })
    expect((await db.environment.findUniqueOrThrow({ where: { id: ctx.environment.id } })).keyVersion).toBe(1)
  })

  it("keeps the webhooks' value, which is sealed anew with it", async () => {
    const { ctx } = await belvoWorld("admin")
    const { authorization } = await rotateWebhookAuthorization(ctx)
    await replaceKey({ ...ctx, fetch: belvoWith("twelve").fetch }, renewed)
    expect((await getWebhookDoor(doorOf(ctx), ctx.environment.slug))?.authorization).toBe(authorization)
  })

  it("keeps the webhooks' value that was made while Belvo was asked", async () => {
    const { ctx } = await belvoWorld("admin")
    const former = await rotateWebhookAuthorization(ctx)
    const { fetch } = belvoWith("twelve")
    let made = former
    const rotating: typeof fetch = async (...request) => {
      if (made === former) made = await rotateWebhookAuthorization(ctx)
      return fetch(...request)
    }
    expect(await replaceKey({ ...ctx, fetch: rotating }, renewed)).toEqual({ kind: "replaced" })
    expect((await getWebhookDoor(doorOf(ctx), ctx.environment.slug))?.authorization).toBe(made.authorization)
    expect(made).not.toBe(former)
  })

  it("is the way out where ENLACE_KEY was lost", async () => {
    const { ctx } = await belvoWorld("admin")
    await rotateWebhookAuthorization(ctx)
    const lost: Ctx = { ...ctx, env: { ...ctx.env, key: Buffer.alloc(32, 9) }, fetch: belvoWith("twelve").fetch }
    expect(await replaceKey(lost, renewed)).toEqual({ kind: "replaced" })
    expect(await getWebhookDoor(doorOf(lost), ctx.environment.slug)).toMatchObject({ authorization: null })
  })

  it("asks Belvo nothing for those who may not set environments up", async () => {
    const { ctx, sim, as } = await belvoWorld("engineer")
    const asked = sim.requests.length
    for (const other of [ctx, await as("compliance")]) {
      await expect(replaceKey(other, renewed)).rejects.toMatchObject({ code: "FORBIDDEN" })
      await expect(testEnvironmentKey(other)).rejects.toMatchObject({ code: "FORBIDDEN" })
      await expect(rotateWebhookAuthorization(other)).rejects.toMatchObject({ code: "FORBIDDEN" })
    }
    expect(sim.requests).toHaveLength(asked)
  })
})

describe("rotateWebhookAuthorization", () => {
  it("makes a value that is shown once, and ends the former", async () => {
    const { ctx } = await testWorld({ role: "admin" })
    const first = await rotateWebhookAuthorization(ctx)
    const second = await rotateWebhookAuthorization(ctx)
    expect(first.authorization).toMatch(/^Bearer [\w-]{43}$/)
    expect(second.address).toBe(`http://127.0.0.1:3000/api/webhooks/belvo/${ctx.environment.slug}`)
    const door = await getWebhookDoor(doorOf(ctx), ctx.environment.slug)
    expect(door).toMatchObject({ environment: ctx.environment, authorization: second.authorization })
  })

  it("leaves a slug that does not exist, and one without a value, closed", async () => {
    const { ctx } = await testWorld({ role: "admin" })
    expect(await getWebhookDoor(doorOf(ctx), "nowhere")).toBeNull()
    expect(await getWebhookDoor(doorOf(ctx), ctx.environment.slug)).toMatchObject({ authorization: null })
  })
})

describe("resealEnvironments", () => {
  it("leaves nothing that the old ENLACE_KEY opens, and no secret in any table", async () => {
    const { url } = await testDatabase()
    const database = openDatabase(url)
    onTestFinished(() => database.close())
    const { sim } = belvoAtNoon()
    const environments = [await makeEnvironment(database.prisma, url), await makeEnvironment(database.prisma, url)]
    const [environment] = environments
    if (!environment) throw new Error("no environment")
    const actor = await makeMember(database.prisma, environment, "admin")
    await database.prisma.member.update({
      where: { id: actor.id },
      data: { passwordHash: await hashPassword("cavalo bateria") },
    })
    const ctx = testCtx({ database, databaseUrl: url, environment, actor }, { fetch: sim.fetch })
    const { authorization } = await rotateWebhookAuthorization(ctx)
    const newKey = Buffer.alloc(32, 9)

    expect(await resealEnvironments({ ...ctx, environment: installation }, newKey)).toBe(2)

    const after: Ctx = { ...ctx, env: { ...ctx.env, key: newKey } }
    for (const one of environments) {
      await expect(openBelvo({ ...ctx, environment: one }, "member")).rejects.toMatchObject({ key: "keyDoesNotOpen" })
      expect(await (await openBelvo({ ...after, environment: one }, "member")).testKey()).toBe("ok")
    }
    expect((await getWebhookDoor(doorOf(after), environment.slug))?.authorization).toBe(authorization)
    const everything = await dump(url)
    const secrets = [simulatorKey.secretPassword, simulatorKey.secretId, authorization.slice(7), "cavalo bateria"]
    for (const secret of secrets) expect(everything).not.toContain(secret)
    expect(everything).toContain(actor.email)
  })

  it("changes nothing where one of the seals does not open", async () => {
    const { ctx, db } = await testWorld({ role: "admin" })
    await makeEnvironment(db, "postgresql://x")
    await db.environment.update({ where: { id: ctx.environment.id }, data: { keyVersion: 5 } })
    const before = await db.environment.findMany({ orderBy: { id: "asc" } })
    const reseal = resealEnvironments({ ...ctx, environment: installation }, Buffer.alloc(32, 9))
    await expect(reseal).rejects.toMatchObject({ key: "keyDoesNotOpen" })
    await expect(reseal).rejects.not.toBeInstanceOf(SealBroken)
    expect(await db.environment.findMany({ orderBy: { id: "asc" } })).toEqual(before)
  })
})

/** Every row of every table as text, bytes in hexadecimal and as they are. */
async function dump(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const tables = await client.query<{ name: string }>(
    "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
  )
  const rows: string[] = []
  for (const { name } of tables.rows) {
    for (const row of (await client.query(`SELECT * FROM ${name}`)).rows) {
      const bytes = Object.values(row).filter((value) => Buffer.isBuffer(value))
      rows.push(JSON.stringify(row), ...bytes.map((value) => value.toString("latin1")))
    }
  }
  await client.end()
  return rows.join("\n")
}
