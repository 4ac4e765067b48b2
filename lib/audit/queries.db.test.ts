import { describe, expect, it } from "vitest"
import { requestVerification } from "@/lib/audit/commands"
import { getAuditEntry, listAudit, listAuditActions, listAuditActors, verifyAudit } from "@/lib/audit/queries"
import { auditListParams } from "@/lib/audit/schema"
import type { Ctx } from "@/lib/ctx"
import { openDatabase, write } from "@/lib/db"
import { withClient } from "@/scripts/with-client"
import { testDatabase } from "@/test/database"
import { makeEnvironment, makeMember, testCtx } from "@/test/environment"
import { testWorld } from "@/test/world"

const environmentChain = { chain: "environment" } as const

async function addNotes(ctx: Ctx, count: number): Promise<void> {
  for (let i = 1; i <= count; i++) {
    await write(ctx, "notes:write", async () => ({
      result: null,
      audit: { action: i % 2 ? "note.added" : "note.read", entity: "note", entityId: `n${i}`, after: { i } },
    }))
  }
}

describe("listAudit", () => {
  it("pages by key through everything, newest first, and back", async () => {
    const { ctx, as } = await testWorld({ role: "support" })
    await addNotes(ctx, 120)
    const reader = await as("compliance")
    const first = await listAudit(reader, auditListParams.parse({}))
    expect(first.rows.map((row) => row.entityId).slice(0, 2)).toEqual(["n120", "n119"])
    expect(first.total).toEqual({ count: 120, exact: true })
    expect(first.before).toBeNull()
    const second = await listAudit(reader, auditListParams.parse({ after: first.after ?? "" }))
    const third = await listAudit(reader, auditListParams.parse({ after: second.after ?? "" }))
    expect(third.rows.map((row) => row.seq).at(-1)).toBe("1")
    expect(third.after).toBeNull()
    const back = await listAudit(reader, auditListParams.parse({ before: third.before ?? "" }))
    expect(back.rows).toEqual(second.rows)
    expect(first.rows[0]?.actorName).toBe("A support")
  })

  it("filters by actor, action, what was acted on and day", async () => {
    const { ctx, as } = await testWorld({ role: "support", now: "2026-03-01T23:59:59Z" })
    await addNotes(ctx, 4)
    const reader = await as("admin")
    const ids = async (raw: Record<string, string>) =>
      (await listAudit(reader, auditListParams.parse(raw))).rows.map((row) => row.entityId)
    expect(await ids({ action: "note.added" })).toEqual(["n3", "n1"])
    expect(await ids({ entityId: "n2" })).toEqual(["n2"])
    expect(await ids({ from: "2026-03-02" })).toEqual([])
    expect(await ids({ from: "2026-03-01", to: "2026-03-01" })).toHaveLength(4)
    expect(await ids({ actor: `member:${crypto.randomUUID()}` })).toEqual([])
    expect(await ids({ chain: "installation" })).toEqual([])
    expect(await listAuditActions(reader, environmentChain)).toEqual(["note.added", "note.read"])
  })

  it("opens one entry whole, and knows who has entries", async () => {
    const { ctx, as } = await testWorld({ role: "support" })
    await addNotes(ctx, 2)
    const reader = await as("compliance")
    const entry = await getAuditEntry(reader, { ...environmentChain, seq: "2" })
    expect(entry).toMatchObject({ action: "note.read", actorName: "A support", entityId: "n2" })
    expect(JSON.parse(entry?.body ?? "")).toMatchObject({ after: { i: 2 }, requestId: ctx.requestId })
    expect(entry?.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(await getAuditEntry(reader, { ...environmentChain, seq: "3" })).toBeNull()
    const actor = ctx.actor.kind === "member" ? `member:${ctx.actor.id}` : ""
    expect(await listAuditActors(reader, environmentChain)).toEqual([{ actor, name: "A support" }])
  })

  it("is for compliance and admins", async () => {
    const { as } = await testWorld()
    for (const role of ["viewer", "support", "engineer"] as const) {
      await expect(listAudit(await as(role), auditListParams.parse({}))).rejects.toMatchObject({ code: "FORBIDDEN" })
    }
  })
})

describe("verifyAudit", () => {
  it("computes the whole chain anew, and the verification is itself kept", async () => {
    const { ctx, as } = await testWorld({ role: "support" })
    await addNotes(ctx, 30)
    const reader = await as("compliance")
    expect(await requestVerification(reader, environmentChain)).toMatchObject({ entries: "30", firstBroken: null })
    expect(await verifyAudit(reader, environmentChain)).toMatchObject({ entries: "31", firstBroken: null })
  })

  it("names the first entry that somebody with the owner's rights changed, and sees a cut tail", async () => {
    const { url } = await testDatabase()
    const database = openDatabase(url)
    const environment = await makeEnvironment(database.prisma, url)
    const of = { database, databaseUrl: url, environment }
    const ctx = testCtx({ ...of, actor: await makeMember(database.prisma, environment, "support") })
    const reader = testCtx({ ...of, actor: await makeMember(database.prisma, environment, "compliance") })
    await addNotes(ctx, 5)
    const asOwner = (sql: string) =>
      withClient(url, async (client) => {
        await client.query("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        await client.query(sql)
      })

    await asOwner("UPDATE audit_entry SET body = replace(body, '\"i\":3', '\"i\":9') WHERE seq = 3")
    expect(await verifyAudit(reader, environmentChain)).toMatchObject({
      entries: "2",
      firstBroken: { seq: "3", reason: "changed" },
    })
    await asOwner("UPDATE audit_entry SET body = replace(body, '\"i\":9', '\"i\":3') WHERE seq = 3")
    expect(await verifyAudit(reader, environmentChain)).toMatchObject({ firstBroken: null })
    await asOwner("DELETE FROM audit_entry WHERE seq = 5")
    expect(await verifyAudit(reader, environmentChain)).toMatchObject({ firstBroken: { seq: "5", reason: "missing" } })
    await database.close()
  })
})
