import { createHash } from "node:crypto"
import { text } from "node:stream/consumers"
import { describe, expect, it, onTestFinished, vi } from "vitest"
import type { Ctx } from "@/lib/ctx"
import { openDatabase, write } from "@/lib/db"
import { openExport } from "@/lib/exports/commands"
import { exportListParams, listExports } from "@/lib/exports/queries"
import { idleLimitMs } from "@/lib/exports/rules"
import type { ExportRequest } from "@/lib/exports/schema"
import { silentLog } from "@/lib/log"
import type { Role } from "@/lib/permissions"
import { withClient } from "@/scripts/with-client"
import { testDatabase } from "@/test/database"
import { makeEnvironment, makeMember, testCtx } from "@/test/environment"

const links: ExportRequest = { dataset: "links", query: "", raw: false }
const at = new Date("2026-03-01T12:00:00.123Z")

/** Files read over connections of their own, so their rows are committed. */
async function installation() {
  const { url, appUrl } = await testDatabase()
  const database = openDatabase(url)
  onTestFinished(() => database.close())
  const environment = await makeEnvironment(database.prisma, url)
  const as = async (role: Role) =>
    testCtx({ database, databaseUrl: url, environment, actor: await makeMember(database.prisma, environment, role) })
  const add = (rows: readonly Record<string, unknown>[]) =>
    withClient(appUrl, async (client) => {
      await client.query("SELECT set_config('enlace.environment', $1, false)", [String(environment.id)])
      await client.query(
        `INSERT INTO link (environment_id, id, institution, status, external_id, institution_user_id, created_at, status_since, first_seen_at, observed_at, fetch_resources)
         SELECT $1, r.id, r.institution, r.status, r.external_id, r.institution_user_id, r.created_at, r.created_at, r.created_at, r.created_at, '{ACCOUNTS,OWNERS}'
         FROM jsonb_to_recordset($2) AS r (id uuid, institution text, status text, external_id text, institution_user_id text, created_at timestamptz)`,
        [environment.id, JSON.stringify(rows)],
      )
    })
  /** Too many for the buffers between PostgreSQL and a reader who has stopped. */
  const addMany = () =>
    withClient(url, async (client) => {
      await client.query(
        `INSERT INTO link (environment_id, id, institution, status, credentials_storage, created_at, status_since, first_seen_at, observed_at, fetch_resources)
         SELECT $1, gen_random_uuid(), 'erebor_mx_retail', 'valid', repeat('x', 500), now(), now(), now(), now(), '{}' FROM generate_series(1, 20000)`,
        [environment.id],
      )
    })
  const killCopies = () =>
    withClient(url, async (client) => {
      const killed = await client.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'COPY%'",
      )
      expect(killed.rowCount).toBe(1)
    })
  /** Another environment of the installation, seen by another process. */
  const elsewhere = async () => {
    const other = openDatabase(url)
    onTestFinished(() => other.close())
    const second = await makeEnvironment(database.prisma, url)
    return async (role: Role) => {
      const actor = await makeMember(database.prisma, second, role)
      return testCtx({ database: other, databaseUrl: url, environment: second, actor })
    }
  }
  const giveUp = () => withClient(url, (client) => client.query("UPDATE export SET state = 'cut'"))
  return { as, add, addMany, killCopies, elsewhere, giveUp, database, environment }
}

const newest = async (ctx: Ctx) => (await listExports(ctx, exportListParams.parse({}))).rows[0]
const underway = ({ database }: Ctx) => database.exports.totalCount - database.exports.idleCount

async function actionsIn({ database, environment }: Ctx): Promise<(string | null)[]> {
  const entries = await database.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT set_config('enlace.environment', ${String(environment.id)}, true)`
    return tx.auditEntry.findMany({ where: { environmentId: environment.id }, orderBy: { seq: "asc" } })
  })
  return entries.map(({ action }) => action)
}

const row = (n: number, more: Record<string, unknown> = {}) => ({
  id: `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`,
  institution: "erebor_mx_retail",
  status: "valid",
  external_id: `usr_${n}`,
  institution_user_id: null,
  created_at: new Date(at.getTime() + n * 1000).toISOString(),
  ...more,
})

async function take(ctx: Ctx, request: ExportRequest): Promise<string[]> {
  const { body } = await openExport(ctx, request)
  return (await text(body)).split("\n")
}

describe("openExport", () => {
  it("begins with Belvo's thirteen names and holds the list in its order, ISO dates, LF, empty for null", async () => {
    const { as, add } = await installation()
    await add([row(1), row(2, { status: "invalid" })])
    const lines = await take(await as("engineer"), links)
    expect(lines[0]).toBe(
      "id,institution,access_mode,status,refresh_rate,created_by,last_accessed_at,external_id,created_at,institution_user_id,credentials_storage,stale_in,fetch_resources,status_since,last_seen_at,removed_at,first_seen_at,refresh_due_at,duplicate,orphan",
    )
    expect(lines[1]).toMatch(
      /^00000000-0000-4000-8000-000000000002,erebor_mx_retail,,invalid,,,,usr_2,2026-03-01T12:00:02.123Z,,,,ACCOUNTS\|OWNERS,/,
    )
    expect(lines[2]).toContain("usr_1")
    expect(lines).toHaveLength(4)
    expect(await take(await as("compliance"), { ...links, query: "status=invalid&sort=createdAt" })).toHaveLength(3)
  })

  it.each(["=1+1", "+1", "-1", "@x", "\tx", "\rx", 'say "hi", you', "two\nlines", "ünï"])(
    "quotes and guards %j",
    async (value) => {
      const { as, add } = await installation()
      await add([row(1, { external_id: value })])
      const { body } = await openExport(await as("engineer"), links)
      const guarded = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
      expect(fieldOf(await text(body), 7)).toBe(guarded)
      const machine = await openExport(await as("engineer"), { ...links, raw: true })
      expect(machine.fileName).toContain("_raw_")
      expect(fieldOf(await text(machine.body), 7)).toBe(value)
    },
  )

  it("records who took what, its rows and its hash, before the first byte and after the last", async () => {
    const { as, add } = await installation()
    await add([row(1), row(2), row(3)])
    const ctx = await as("compliance")
    const { body, fileName } = await openExport(ctx, { ...links, query: "status=valid" })
    const [before] = (await listExports(ctx, exportListParams.parse({}))).rows
    expect(before).toMatchObject({ state: "running", fileName, query: "status=valid", memberName: "A compliance" })
    const whole = await text(body)
    const [after] = (await listExports(ctx, exportListParams.parse({}))).rows
    expect(after).toMatchObject({
      state: "finished",
      rows: 3,
      bytes: Buffer.byteLength(whole),
      sha256: createHash("sha256").update(whole).digest("hex"),
    })
    expect(await actionsIn(ctx)).toEqual(["export.started", "export.finished"])
  })

  it("is cut where the reader leaves, and says so", async () => {
    const { as, addMany } = await installation()
    await addMany()
    const ctx = await as("engineer")
    const { body } = await openExport(ctx, links)
    const reader = body.getReader()
    await reader.read()
    await reader.cancel()
    expect((await listExports(ctx, exportListParams.parse({}))).rows[0]).toMatchObject({ state: "cut", sha256: null })
  })

  it("is cut where the database fails in the middle, and the body ends in an error", async () => {
    const { as, addMany, killCopies } = await installation()
    await addMany()
    const ctx = await as("engineer")
    const { body } = await openExport(ctx, links)
    const reader = body.getReader()
    await reader.read()
    await killCopies()
    await expect(drain(reader)).rejects.toThrow()
    expect((await listExports(ctx, exportListParams.parse({}))).rows[0]).toMatchObject({ state: "cut" })
  })

  it("is cut where the reader leaves before the first byte, and gives its connection back", async () => {
    const { as, addMany } = await installation()
    await addMany()
    const ctx = await as("engineer")
    const { body } = await openExport(ctx, links)
    await body.cancel()
    expect(await newest(ctx)).toMatchObject({ state: "cut", bytes: 0 })
    await expect.poll(() => underway(ctx)).toBe(0)
  })

  it("is cut where the request ends and nobody ever touches the body", async () => {
    const { as, addMany } = await installation()
    await addMany()
    const ctx = await as("engineer")
    const request = new AbortController()
    await openExport(ctx, links, { signal: request.signal })
    request.abort()
    await expect.poll(async () => (await newest(ctx))?.state).toBe("cut")
    await expect.poll(() => underway(ctx)).toBe(0)
    await openExport(ctx, links, { signal: request.signal })
    await expect.poll(async () => (await newest(ctx))?.state).toBe("cut")
  })

  it("is cut where nobody takes its first byte for a minute", async () => {
    const { as, add } = await installation()
    await add([row(1)])
    const ctx = await as("engineer")
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
    onTestFinished(() => void vi.useRealTimers())
    const { body } = await openExport(ctx, links)
    await vi.advanceTimersByTimeAsync(idleLimitMs)
    vi.useRealTimers()
    await expect.poll(async () => (await newest(ctx))?.state).toBe("cut")
    await expect(text(body)).rejects.toThrow()
    await expect.poll(() => underway(ctx)).toBe(0)
  })

  it("says nothing of a reader who leaves at the very end", async () => {
    const { as, add } = await installation()
    await add([row(1)])
    const warn = vi.fn()
    let leave = () => {}
    const now = () => {
      leave()
      return new Date()
    }
    const ctx: Ctx = { ...(await as("engineer")), log: { ...silentLog, warn }, now }
    const { body } = await openExport(ctx, links)
    const reader = body.getReader()
    leave = () => void reader.cancel()
    await drain(reader)
    leave = () => {}
    await expect.poll(async () => (await newest(ctx))?.state).toBe("finished")
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(warn).not.toHaveBeenCalled()
  })

  it("is not finished once it was given up as cut, and its body says so", async () => {
    const { as, add, giveUp } = await installation()
    await add([row(1)])
    const ctx = await as("engineer")
    const { body } = await openExport(ctx, links)
    await giveUp()
    await expect(text(body)).rejects.toThrow("given up")
    expect(await newest(ctx)).toMatchObject({ state: "cut" })
    expect(await actionsIn(ctx)).toEqual(["export.started", "export.cut"])
  })

  it("gives a member one file at a time, and the environment four", async () => {
    const { as, add } = await installation()
    await add([row(1)])
    const ctx = await as("engineer")
    const first = await openExport(ctx, links)
    await expect(openExport(ctx, links)).rejects.toMatchObject({ code: "CONFLICT", key: "exportUnderway" })
    const others = await Promise.all([1, 2, 3].map(async () => openExport(await as("engineer"), links)))
    await expect(openExport(await as("engineer"), links)).rejects.toMatchObject({ code: "TOO_MANY" })
    for (const { body } of [first, ...others]) await text(body)
    expect(await take(ctx, links)).toHaveLength(3)
  })

  it("counts the files of all environments and processes, and puts none on record that may not begin", async () => {
    const { as, add, elsewhere } = await installation()
    await add([row(1)])
    const asThere = await elsewhere()
    const open = [await as("engineer"), await as("engineer"), await asThere("engineer"), await asThere("engineer")]
    const files = await Promise.all(open.map((ctx) => openExport(ctx, links)))
    const fifth = await asThere("engineer")
    await expect(openExport(fifth, links)).rejects.toMatchObject({ code: "TOO_MANY", key: "exportsBusy" })
    expect((await listExports(fifth, exportListParams.parse({}))).rows).toHaveLength(2)
    for (const { body } of files) await text(body)
    expect(await take(fifth, links)).toHaveLength(2)
  })

  it("gives a member one file in all environments together", async () => {
    const { as, elsewhere } = await installation()
    const ctx = await as("admin")
    const there = { ...(await (await elsewhere())("admin")), actor: ctx.actor }
    const { body } = await openExport(ctx, links)
    await expect(openExport(there, links)).rejects.toMatchObject({ key: "exportUnderway" })
    await text(body)
    expect(await take(there, links)).toHaveLength(2)
  })

  it("carries the head of the chain that it holds", async () => {
    const { as } = await installation()
    const ctx = await as("compliance")
    const entry = { action: "member.added", entity: "member", entityId: "m", chain: "installation" } as const
    await write(ctx, "exports:create", async () => ({ result: null, audit: entry }))
    const whole = await openExport(ctx, { dataset: "audit", query: "chain=installation", raw: false })
    const lines = (await text(whole.body)).trimEnd().split("\n")
    expect(whole.auditHead).toBe(`1:${lines.at(-1)?.split(",").at(-1)}`)
    const own = await openExport(ctx, { dataset: "audit", query: "", raw: false })
    expect(own.auditHead).toMatch(/^2:[0-9a-f]{64}$/)
    await text(own.body)
  })

  it("is refused to viewers and agents, machine files to reviewers, the audit to engineers", async () => {
    const { as } = await installation()
    const refused: [Role, ExportRequest][] = [
      ["viewer", links],
      ["support", links],
      ["compliance", { ...links, raw: true }],
      ["engineer", { dataset: "audit", query: "", raw: false }],
    ]
    for (const [role, request] of refused) {
      await expect(openExport(await as(role), request)).rejects.toMatchObject({ code: "FORBIDDEN" })
    }
  })

  it("writes the audit chain with its hashes, and trends as days and statuses", async () => {
    const { as, add } = await installation()
    await add([row(1)])
    await take(await as("engineer"), links)
    const lines = await take(await as("compliance"), { dataset: "audit", query: "action=export.finished", raw: false })
    expect(lines[0]).toBe("seq,at,actor,action,entity,entity_id,body,previous_hash,hash")
    expect(lines[1]).toMatch(/^2,.*export\.finished/)
    expect(await take(await as("compliance"), { dataset: "trends", query: "days=7", raw: false })).toEqual([
      "day,status,links",
      "",
    ])
  })
})

async function drain(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  for (;;) if ((await reader.read()).done) return
}

/** The field of the second record; fields may hold line breaks. */
function fieldOf(csv: string, index: number): string | undefined {
  const records = csv.slice(csv.indexOf("\n") + 1)
  const fields = [...records.matchAll(/(?:"((?:[^"]|"")*)"|([^,\n]*))(?:,|\n)/g)]
  const [, quoted, plain] = fields[index] ?? []
  return quoted === undefined ? plain : quoted.replaceAll('""', '"')
}
