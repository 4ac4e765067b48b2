import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { nextHash } from "@/lib/audit-chain"
import { type Ctx, installation } from "@/lib/ctx"
import { type Database, openDatabase, write } from "@/lib/db"
import { withClient } from "@/scripts/with-client"
import { testDatabase } from "@/test/database"
import { makeEnvironment, makeMember, testCtx } from "@/test/environment"

let url: string
let appUrl: string
let database: Database
beforeAll(async () => {
  const made = await testDatabase()
  url = made.url
  appUrl = made.appUrl
  database = openDatabase(url, { connections: 20 })
})
afterAll(() => database.close())

async function place() {
  const environment = await makeEnvironment(database.prisma, url)
  const actor = await makeMember(database.prisma, environment, "admin")
  return testCtx({ database, databaseUrl: url, environment, actor })
}

const note = (ctx: Ctx, entityId: string, chain: "environment" | "installation" = "environment") =>
  write(ctx, "notes:write", async () => ({
    result: undefined,
    audit: { action: "note.added", entity: "note", entityId, chain },
  }))

type Row = { seq: string; microseconds: string; body: string; previous_hash: Buffer; hash: Buffer }

const chainOf = (environmentId: number) =>
  withClient(url, async (client) => {
    const { rows } = await client.query<Row>(
      `SELECT seq, (extract(epoch FROM at) * 1000000)::bigint::text AS microseconds, body, previous_hash, hash
       FROM audit_entry WHERE environment_id = $1 ORDER BY seq`,
      [environmentId],
    )
    return rows
  })

function expectUnbroken(rows: readonly Row[]) {
  let previous: Uint8Array = new Uint8Array()
  for (const [index, row] of rows.entries()) {
    expect(row.seq).toBe(String(index + 1))
    expect(row.previous_hash.equals(previous)).toBe(true)
    const entry = { seq: BigInt(row.seq), microseconds: BigInt(row.microseconds), body: row.body }
    expect(nextHash(previous, entry).equals(row.hash)).toBe(true)
    previous = row.hash
  }
}

describe("the audit chain", () => {
  it("is neither forked nor deadlocked by fifty writers at once, on two chains in any order", async () => {
    const ctx = await place()
    const before = (await chainOf(0)).length

    await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        write(ctx, "notes:write", async () => {
          const own = { action: "note.added", entity: "note", entityId: `n${i}` }
          const common = { ...own, chain: "installation" } as const
          return { result: undefined, audit: i % 2 ? [own, common] : [common, own] }
        }),
      ),
    )

    const [own, common] = [await chainOf(ctx.environment.id), await chainOf(0)]
    expect([own.length, common.length]).toEqual([50, before + 50])
    expectUnbroken(own)
    expectUnbroken(common)
  })

  it("leaves no gap where a write is rolled back", async () => {
    const ctx = await place()
    await note(ctx, "first")
    const failing = write(ctx, "notes:write", async () => {
      throw new Error("changed my mind")
    })
    await expect(failing).rejects.toThrow("changed my mind")
    await note(ctx, "second")

    const rows = await chainOf(ctx.environment.id)

    expect(rows.map(({ body }) => JSON.parse(body).entityId)).toEqual(["first", "second"])
    expectUnbroken(rows)
  })

  it("names who acted and by which request", async () => {
    const ctx = await place()
    await note(ctx, "n1")
    const [row] = await chainOf(ctx.environment.id)
    const actor = ctx.actor.kind === "member" ? `member:${ctx.actor.id}` : ""
    expect(JSON.parse(row?.body ?? "")).toMatchObject({ actor, requestId: ctx.requestId, entityId: "n1" })
  })

  it.each([
    ["an update", "UPDATE audit_entry SET body = '{}'"],
    ["a deletion", "DELETE FROM audit_entry"],
    ["an emptying", "TRUNCATE audit_entry"],
  ])("refuses %s, to the application and to the owner of the tables", async (_what, statement) => {
    const ctx = await place()
    await note(ctx, "n1")

    await expect(withClient(url, (client) => client.query(statement))).rejects.toThrow("entries are kept")
    await expect(withClient(appUrl, (client) => client.query(statement))).rejects.toThrow("permission denied")

    expect(await chainOf(ctx.environment.id)).toHaveLength(1)
  })

  it("takes entries for the environment that the transaction is bound to, and for no other", async () => {
    const ctx = await place()
    const forge = withClient(appUrl, (client) =>
      client.query("SELECT append_audit($1, now(), '{}')", [ctx.environment.id]),
    )
    await expect(forge).rejects.toThrow("not the one this transaction is bound to")
  })

  it("keeps the installation's entries out of every environment's chain", async () => {
    const ctx = await place()
    await note({ ...ctx, environment: installation }, "of the installation")
    expect(await chainOf(ctx.environment.id)).toHaveLength(0)
    expect((await chainOf(0)).at(-1)?.body).toContain("of the installation")
  })
})
