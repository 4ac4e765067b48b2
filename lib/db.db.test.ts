import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { type Ctx, installation } from "@/lib/ctx"
import { type Database, openDatabase, read, record, type Tx, write } from "@/lib/db"
import { testDatabase } from "@/test/database"
import { makeEnvironment, makeMember, systemActor, testCtx } from "@/test/environment"

let url: string
let database: Database
beforeAll(async () => {
  url = (await testDatabase()).url
  database = openDatabase(url)
})
afterAll(() => database.close())

/** Two environments of one database, as the product has them; each test its own. */
async function place() {
  const environment = await makeEnvironment(database.prisma, url)
  const at = { database, databaseUrl: url, environment }
  const as = async (role: "support" | "viewer" | "admin") =>
    testCtx({ ...at, actor: await makeMember(database.prisma, environment, role) })
  const elsewhere = async (): Promise<Ctx> => {
    const other = await makeEnvironment(database.prisma, url)
    return testCtx({ ...at, environment: other, actor: await makeMember(database.prisma, other, "support") })
  }
  return { as, elsewhere, machine: testCtx({ ...at, actor: systemActor(["mirror:write", "audit:read"]) }) }
}

const audit = { action: "note.added", entity: "note", entityId: "n" }
const addNote = (ctx: Ctx, tx: Tx, text: string) =>
  tx.note.create({
    data: {
      environmentId: ctx.environment.id,
      linkId: crypto.randomUUID(),
      memberId: crypto.randomUUID(),
      at: ctx.now(),
      text,
    },
  })
const notesIn = (ctx: Ctx) => read(ctx, "links:read", (db) => db.note.findMany({ select: { text: true } }))
const actionsIn = async (ctx: Ctx) => {
  const reader = { ...ctx, actor: systemActor(["audit:read"]) }
  const rows = await read(reader, "audit:read", (db) =>
    db.auditEntry.findMany({ where: { environmentId: ctx.environment.id }, orderBy: { seq: "asc" } }),
  )
  return rows.map(({ action }) => action)
}

describe("an environment's handle", () => {
  it("sees nothing of another environment, by model or by raw SQL", async () => {
    const { as, elsewhere } = await place()
    const [here, there] = [await as("support"), await elsewhere()]
    await write(here, "notes:write", async (tx) => ({ result: await addNote(here, tx, "ours"), audit }))

    expect(await notesIn(there)).toEqual([])
    const raw = await read(there, "links:read", (db) => db.$queryRaw<unknown[]>`SELECT * FROM note`)
    expect(raw).toEqual([])
    expect(await notesIn(here)).toEqual([{ text: "ours" }])
  })

  it("can neither write into another environment nor change what is there", async () => {
    const { as, elsewhere } = await place()
    const [here, there] = [await as("support"), await elsewhere()]
    await write(here, "notes:write", async (tx) => ({ result: await addNote(here, tx, "ours"), audit }))

    const intruding = write(there, "notes:write", async (tx) => ({ result: await addNote(here, tx, "theirs"), audit }))
    await expect(intruding).rejects.toThrow("row-level security")
    const changed = await write(there, "notes:write", async (tx) => ({
      result: await tx.$executeRaw`UPDATE note SET text = 'theirs'`,
      audit,
    }))

    expect(changed).toBe(0)
    expect(await notesIn(here)).toEqual([{ text: "ours" }])
  })

  it("shows the installation no environment's rows", async () => {
    const { as } = await place()
    const here = await as("admin")
    await write(here, "notes:write", async (tx) => ({ result: await addNote(here, tx, "ours"), audit }))
    expect(await notesIn({ ...here, environment: installation })).toEqual([])
  })

  it("is not carried into another environment within one transaction", async () => {
    const { as, elsewhere } = await place()
    const [here, there] = [await as("support"), await elsewhere()]
    await expect(read(here, "links:read", () => notesIn(there))).rejects.toMatchObject({ key: "otherEnvironment" })
  })
})

describe("read", () => {
  it("gives a handle by which raw SQL can't write either", async () => {
    const { as } = await place()
    const ctx = await as("support")
    const writing = read(ctx, "links:read", (db) => db.$queryRaw`DELETE FROM live_ticket RETURNING id`)
    await expect(writing).rejects.toThrow("read-only transaction")
  })

  it("can't be widened to a write inside it", async () => {
    const { as } = await place()
    const ctx = await as("support")
    const widened = read(ctx, "links:read", () => write(ctx, "notes:write", async () => ({ result: null, audit })))
    await expect(widened).rejects.toThrow("write inside a read")
  })
})

describe("write", () => {
  it("joins an outer write: one transaction, both entries", async () => {
    const { as } = await place()
    const ctx = await as("support")

    await write(ctx, "notes:write", async (tx) => {
      await addNote(ctx, tx, "outer")
      await write(ctx, "notes:write", async (inner) => ({
        result: await addNote(ctx, inner, "inner"),
        audit: { ...audit, action: "note.inner" },
      }))
      return { result: null, audit: { ...audit, action: "note.outer" } }
    })

    expect((await notesIn(ctx)).map(({ text }) => text)).toEqual(["outer", "inner"])
    expect(await actionsIn(ctx)).toEqual(["note.inner", "note.outer"])
  })

  it("undoes an inner write with the outer one", async () => {
    const { as } = await place()
    const ctx = await as("support")
    const failing = write(ctx, "notes:write", async () => {
      await write(ctx, "notes:write", async (tx) => ({ result: await addNote(ctx, tx, "inner"), audit }))
      throw new Error("the outer one failed")
    })
    await expect(failing).rejects.toThrow("the outer one failed")
    expect(await notesIn(ctx)).toEqual([])
    expect(await actionsIn(ctx)).toEqual([])
  })

  it("fails with its audit entry, and leaves nothing behind", async () => {
    const { as } = await place()
    const ctx = await as("support")
    const unwritable = { ...audit, entityId: "\u0000" }
    const failing = write(ctx, "notes:write", async (tx) => ({
      result: await addNote(ctx, tx, "lost"),
      audit: unwritable,
    }))
    await expect(failing).rejects.toThrow()
    expect(await notesIn(ctx)).toEqual([])
  })
})

describe("record", () => {
  it("is for machines: no entry is needed, and people are refused whatever their role", async () => {
    const { as, machine } = await place()
    await record(machine, "mirror:write", async () => ({ result: null }))
    expect(await actionsIn(machine)).toEqual([])
    const refused = record(await as("admin"), "mirror:write", async () => ({ result: null }))
    await expect(refused).rejects.toMatchObject({ code: "FORBIDDEN" })
  })
})

describe("a refusal", () => {
  it("reaches the chain once a minute for a member and a permission, and runs nothing", async () => {
    const { as } = await place()
    const ctx = await as("viewer")
    const work = vi.fn(async () => ({ result: null, audit }))

    for (let i = 0; i < 5; i++) {
      await expect(write(ctx, "deletions:request", work)).rejects.toMatchObject({ code: "FORBIDDEN" })
    }
    await expect(read(ctx, "audit:read", work)).rejects.toMatchObject({ code: "FORBIDDEN" })

    expect(work).not.toHaveBeenCalled()
    expect(await actionsIn(ctx)).toEqual(["permission.refused", "permission.refused"])
  })

  it("is kept although the transaction around it is rolled back", async () => {
    const { as } = await place()
    const [support, viewer] = [await as("support"), await as("viewer")]
    const outer = write(support, "notes:write", async () => {
      await write(viewer, "notes:write", async () => ({ result: null, audit }))
      return { result: null, audit }
    })
    await expect(outer).rejects.toMatchObject({ code: "FORBIDDEN" })
    expect(await actionsIn(support)).toEqual(["permission.refused"])
  })
})
