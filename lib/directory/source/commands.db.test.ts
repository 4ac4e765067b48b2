import { describe, expect, it } from "vitest"
import type { Ctx } from "@/lib/ctx"
import { installation } from "@/lib/ctx"
import { removeSource, saveSource, testSource } from "@/lib/directory/source/commands"
import { findConnection, findSource } from "@/lib/directory/source/queries"
import type { SourceInput } from "@/lib/directory/source/schema"
import { resealEnvironments } from "@/lib/environments/keys/commands"
import { allowing, testSource as makeSource } from "@/test/source"
import { testWorld } from "@/test/world"

const input: SourceInput = {
  ...{ host: "db.example.com", port: 5432, database: "users", user: "reader", sslmode: "verify-full" },
  password: "a-password-of-theirs",
  statement: "SELECT external_id, link_id FROM customer WHERE email <> 'ana@example.com'",
  everyHours: 6,
  mode: "replace",
}
const kept = { ...input, password: "" }

describe("saveSource", () => {
  it("keeps the connection sealed, and shows all of it but the password to who set it up", async () => {
    const { ctx, db, as } = await testWorld({ role: "admin" })
    await saveSource(ctx, input)
    const { password, everyHours, ...setUp } = input
    expect(await findSource(ctx)).toEqual({ everyHours, setUp: { ...setUp, savedAt: expect.any(Date) } })
    expect(await findSource(await as("engineer"))).toEqual({ everyHours, setUp: null })
    const rows = JSON.stringify([await db.directorySource.findMany(), await db.auditEntry.findMany()], (_, one) =>
      typeof one === "bigint" ? String(one) : one,
    )
    const sealed = await db.environmentSecret.findMany()
    expect(rows).not.toContain(password)
    expect(Buffer.from(sealed[0]?.sealed ?? []).toString("latin1")).not.toContain(password)
    expect(JSON.stringify(await db.auditEntry.findMany({ select: { body: true } }))).not.toContain("ana@example.com")
    expect(await findConnection(ctx)).toMatchObject({ host: input.host, password })
  })

  it("keeps the password where none is typed, for the place that it was given for and for no other", async () => {
    const { ctx } = await testWorld({ role: "admin" })
    await expect(saveSource(ctx, kept)).rejects.toMatchObject({ options: { fields: { password: ["required"] } } })
    await saveSource(ctx, input)
    await saveSource(ctx, { ...kept, everyHours: 12, statement: "SELECT 1 AS external_id, 2 AS link_id" })
    expect(await findConnection(ctx)).toMatchObject({ password: input.password })
    const elsewhere: readonly Partial<SourceInput>[] = [
      ...[{ host: "evil.example.com" }, { port: 5433 }, { database: "other" }, { user: "root" }],
      { sslmode: "disable" },
    ]
    for (const more of elsewhere) {
      const asked = { ...kept, ...more }
      for (const ask of [saveSource, testSource]) {
        await expect(ask(ctx, asked)).rejects.toMatchObject({
          options: { fields: { password: ["sourcePasswordAnew"] } },
        })
      }
    }
    expect(await findSource(ctx)).toMatchObject({ everyHours: 12, setUp: { host: input.host } })
  })

  it("opens nothing where a row of the database was turned towards another host, or lies in another environment", async () => {
    const { ctx, db, elsewhere } = await testWorld({ role: "admin" })
    await saveSource(ctx, input)
    await db.directorySource.update({
      where: { environmentId: ctx.environment.id },
      data: { host: "evil.example.com" },
    })
    expect(await findConnection(ctx)).toMatchObject({ host: input.host })
    const other = await elsewhere()
    await db.environmentSecret.updateMany({ data: { environmentId: other.environment.id } })
    await expect(findConnection(other)).rejects.toMatchObject({ key: "secretDoesNotOpen" })
  })

  it("refuses what is no query before anything is kept", async () => {
    const { ctx, db } = await testWorld({ role: "admin" })
    const asked = { ...input, statement: "DELETE FROM customer" }
    for (const ask of [saveSource, testSource]) {
      await expect(ask(ctx, asked)).rejects.toMatchObject({ options: { fields: { statement: ["sourceStatement"] } } })
    }
    expect(await db.environmentSecret.count()).toBe(0)
  })

  it("is sealed anew with ENLACE_KEY, and overwritten where that was lost", async () => {
    const { ctx } = await testWorld({ role: "admin" })
    await saveSource(ctx, input)
    const key = Buffer.alloc(32, 9)
    await resealEnvironments({ ...ctx, environment: installation }, key)
    await expect(findConnection(ctx)).rejects.toMatchObject({ key: "secretDoesNotOpen" })
    const renewed: Ctx = { ...ctx, env: { ...ctx.env, key } }
    expect(await findConnection(renewed)).toMatchObject({ password: input.password })
    const lost: Ctx = { ...ctx, env: { ...ctx.env, key: Buffer.alloc(32, 8) } }
    await saveSource(lost, { ...input, password: "given anew" })
    expect(await findConnection(lost)).toMatchObject({ password: "given anew" })
  })
})

describe("removeSource", () => {
  it("forgets the connection with the source", async () => {
    const { ctx } = await testWorld({ role: "admin" })
    await saveSource(ctx, input)
    await removeSource(ctx)
    expect([await findSource(ctx), await findConnection(ctx)]).toEqual([null, null])
    await expect(removeSource(ctx)).rejects.toMatchObject({ code: "NOT_FOUND" })
  })
})

describe("testSource", () => {
  it("shows the first rows and warns of a superuser, and keeps only that somebody looked", async () => {
    const { ctx: strict, db } = await testWorld({ role: "admin" })
    const source = await makeSource()
    const ctx = allowing(strict, source.host)
    const asked = {
      ...source.connection,
      everyHours: 1,
      mode: "add" as const,
      statement: "SELECT * FROM customer ORDER BY 1",
    }
    expect(await testSource(ctx, asked)).toEqual({
      ...{ kind: "ok", superuser: false, encrypted: false },
      rows: [
        { externalId: "usr_1", linkId: "11111111-1111-4111-8111-111111111111" },
        { externalId: "usr_2", linkId: null },
      ],
    })
    expect(await testSource(ctx, { ...asked, ...source.superuser })).toMatchObject({ superuser: true })
    expect(await testSource(strict, asked)).toMatchObject({ kind: "failed", problem: { kind: "ownServer" } })
    expect(await db.directorySource.count()).toBe(0)
    const actions = await db.auditEntry.findMany({ select: { action: true } })
    expect(new Set(actions.map(({ action }) => action))).toEqual(new Set(["directory.source-tested"]))
  })
})
