import type { AddressInfo } from "node:net"
import { createServer } from "node:net"
import { getCACertificates, setDefaultCACertificates } from "node:tls"
import { describe, expect, it, onTestFinished } from "vitest"
import type { Ctx } from "@/lib/ctx"
import { getSurroundings } from "@/lib/directory/source/connecting/queries"
import { importLimits, type SourceLimits, withSource } from "@/lib/directory/source/reading/commands"
import type { SourceConnection, SourceRow } from "@/lib/directory/source/schema"
import { selfSigned } from "@/test/certificate"
import { allowing, ownConnection, testSource } from "@/test/source"
import { serveTls } from "@/test/tls-server"
import { testWorld } from "@/test/world"

const statement = "SELECT external_id, link_id FROM customer ORDER BY 1"

async function place(users?: string) {
  const { ctx: strict } = await testWorld({ role: "admin" })
  const source = await testSource(users)
  return { ...source, strict, ctx: allowing(strict, source.host) }
}

async function readAll(ctx: Ctx, connection: SourceConnection, sql = statement, limits: Partial<SourceLimits> = {}) {
  const found: SourceRow[] = []
  const batches: number[] = []
  const superuser = await withSource(
    await getSurroundings(ctx),
    { connection, statement: sql, limits: { ...importLimits, ...limits } },
    async ({ rows, superuser }) => {
      for await (const batch of rows) {
        found.push(...batch)
        batches.push(batch.length)
      }
      return superuser
    },
  )
  return { found, batches, superuser }
}

const problem = (kind: string, detail?: unknown) => ({ problem: detail === undefined ? { kind } : { kind, detail } })

describe("withSource", () => {
  it("gives the rows of one SELECT as text, columns in any order, nulls as nulls", async () => {
    const { ctx, connection } = await place()
    const { found, superuser } = await readAll(ctx, connection)
    expect(found).toEqual([
      { externalId: "usr_1", linkId: "11111111-1111-4111-8111-111111111111" },
      { externalId: "usr_2", linkId: null },
    ])
    expect(superuser).toBe(false)
    const turned =
      "WITH c AS (SELECT * FROM customer) SELECT NULL::uuid AS link_id, 7 AS external_id FROM c LIMIT 1; -- last"
    expect((await readAll(ctx, connection, turned.replace("; -- last", ";\n"))).found).toEqual([
      { externalId: "7", linkId: null },
    ])
  })

  it("fetches a thousand at a time, and knows a superuser", async () => {
    const { ctx, superuser: owner } = await place()
    const many = "SELECT i AS external_id, NULL AS link_id FROM generate_series(1, 2500) i"
    expect(await readAll(ctx, owner, many)).toMatchObject({ batches: [1_000, 1_000, 500], superuser: true })
    expect((await readAll(ctx, owner, `${many} LIMIT 2000`)).batches).toEqual([1_000, 1_000])
    expect((await readAll(ctx, owner, `${many} LIMIT 0`)).batches).toEqual([])
  })

  it("refuses this machine's addresses, by number and by name, until the operator allows them", async () => {
    const { strict, ctx, connection } = await place()
    // Our own database is on the same server, so that is said first.
    await expect(readAll(strict, connection)).rejects.toMatchObject(problem("ownServer"))
    for (const host of ["127.0.0.1", "::ffff:127.0.0.1", "localhost", "0.0.0.0", "::1"]) {
      const port = connection.port + 1
      await expect(readAll(strict, { ...connection, host, port })).rejects.toMatchObject(problem("loopback"))
    }
    const metadata = { ...connection, host: "169.254.169.254", port: 80 }
    await expect(readAll(ctx, metadata)).rejects.toMatchObject(problem("linkLocal", "169.254.169.254:80"))
    expect((await readAll(ctx, { ...connection, host: "localhost" })).found).toHaveLength(2)
  })

  it("connects to the address that it has checked, whatever the name leads to a moment later", async () => {
    const { strict, connection } = await place()
    const answers = [["203.0.113.9"], ["127.0.0.1"]]
    let asked = 0
    const resolve = async (host: string) => (host === "db.example.com" ? (answers[asked++] ?? []) : [host])
    const limits = { ...importLimits, statementMs: 1_000 }
    const rebound = { connection: { ...connection, host: "db.example.com" }, statement, limits, resolve }
    await expect(withSource(await getSurroundings(strict), rebound, async () => "reached")).rejects.not.toMatchObject(
      problem("loopback"),
    )
    expect(asked).toBe(1)
    asked = 1
    await expect(withSource(await getSurroundings(strict), rebound, async () => "reached")).rejects.toMatchObject(
      problem("ownServer"),
    )
  }, 30_000)

  it("refuses a name of which one address alone is forbidden", async () => {
    const { strict, connection } = await place()
    const resolve = async (host: string) => (host === "db.example.com" ? ["203.0.113.9", "::1"] : [host])
    const asked = { connection: { ...connection, host: "db.example.com", port: 5_432 }, statement, resolve }
    await expect(withSource(await getSurroundings(strict), asked, async () => "reached")).rejects.toMatchObject(
      problem("loopback", "[::1]:5432"),
    )
  })

  it("refuses our own database even where its server is allowed", async () => {
    const { ctx } = await place()
    await expect(readAll(ctx, ownConnection())).rejects.toMatchObject(problem("ownDatabase"))
  })

  it.each([
    ["INSERT INTO customer VALUES ('a', 'b') RETURNING external_id, link_id", "notOneSelect"],
    ["DROP TABLE customer", "notOneSelect"],
    [`${statement.replace(" ORDER BY 1", "")}; DROP TABLE customer`, "notOneSelect"],
    ["SELECT 'a' AS external_id, 'b' AS link_id; COMMIT; DELETE FROM customer", "notOneSelect"],
    ["SELECT 'a' AS external_id, 'b' AS link_id) s; DROP TABLE customer; --", "notOneSelect"],
    ["SELECT 'a' AS external_id, 'b' AS link_id) s CROSS JOIN (SELECT 1", "notOneSelect"],
    ["SELECT 'a' AS external_id, 'b' AS link_id INTO stolen", "notOneSelect"],
    ["WITH d AS (DELETE FROM customer RETURNING *) SELECT external_id, link_id FROM d", "writes"],
    ["SELECT external_id, link_id FROM customer FOR UPDATE", "writes"],
    ["SELECT external_id, set_config('transaction_read_only', 'off', true) AS link_id FROM customer", "writes"],
    ["SELECT nextval('numbers')::text AS external_id, NULL AS link_id", "writes"],
    ["SELECT lo_create(0)::text AS external_id, NULL AS link_id", "writes"],
    ["SELECT external_id FROM customer", "columns"],
    ["SELECT external_id, link_id, 1 AS more FROM customer", "columns"],
    ["SELECT external_id, external_id FROM customer", "columns"],
    ["SELECT external_id, nothing AS link_id FROM customer", "statement"],
    ["SELECT external_id, link_id FROM customers", "statement"],
    ["SELECT external_id, (1 / 0)::text AS link_id FROM customer", "statement"],
  ])("answers %s with %s, and leaves everything as it was", async (sql, kind) => {
    const { ctx, owner, run } = await place()
    await run("CREATE SEQUENCE numbers")
    const whole = () => readAll(ctx, owner, "SELECT * FROM customer ORDER BY 1").then(({ found }) => found)
    const before = await whole()
    await expect(readAll(ctx, owner, sql)).rejects.toMatchObject(problem(kind))
    expect(await whole()).toEqual(before)
    expect(
      (
        await readAll(
          ctx,
          owner,
          "SELECT nextval::text AS external_id, NULL AS link_id FROM (SELECT last_value AS nextval FROM numbers) n",
        )
      ).found,
    ).toEqual([{ externalId: "1", linkId: null }])
  })

  it("says which columns came instead, and keeps PostgreSQL's words apart", async () => {
    const { ctx, connection } = await place()
    await expect(readAll(ctx, connection, "SELECT external_id, 1 AS id FROM customer")).rejects.toMatchObject(
      problem("columns", "external_id, id"),
    )
    await expect(
      readAll(ctx, connection, "SELECT external_id::uuid AS external_id, link_id FROM customer"),
    ).rejects.toMatchObject({
      message: "source: statement (22P02)",
      problem: { kind: "statement", detail: "22P02", message: expect.stringContaining("usr_1") },
    })
  })

  it("stops at the caps on rows, bytes and time", async () => {
    const { ctx, connection } = await place()
    const long = "SELECT repeat('x', 200000000) AS external_id, NULL AS link_id"
    expect((await readAll(ctx, connection, long)).found[0]?.externalId).toHaveLength(300)
    const many = "SELECT repeat('x', 100) AS external_id, i::text AS link_id FROM generate_series(1, 5000) i"
    await expect(readAll(ctx, connection, many, { rows: 3_000 })).rejects.toMatchObject(problem("tooManyRows", "3000"))
    await expect(readAll(ctx, connection, many, { bytes: 50_000 })).rejects.toMatchObject(problem("tooManyBytes"))
    await expect(readAll(ctx, connection, many, { totalMs: 1 })).rejects.toMatchObject(problem("tooLong"))
    const slow = "SELECT external_id, pg_sleep(30)::text AS link_id FROM customer"
    await expect(readAll(ctx, connection, slow, { statementMs: 300 })).rejects.toMatchObject(problem("slow", "57014"))
  })

  it("tells a wrong password, a database that is not there, a forbidden table, a host without encryption and one that is down", async () => {
    const { ctx, connection, run, host } = await place()
    const fails = (more: Partial<SourceConnection>) => expect(readAll(ctx, { ...connection, ...more })).rejects
    await fails({ password: "wrong" }).toMatchObject(problem("refused", "28P01"))
    await fails({ database: "nowhere" }).toMatchObject(problem("noDatabase"))
    await fails({ sslmode: "require" }).toMatchObject(problem("noTls"))
    await fails({ host: "nowhere.invalid" }).toMatchObject(problem("unresolved"))
    await run(`REVOKE ALL ON customer FROM ${connection.user}`)
    await fails({}).toMatchObject(problem("notPermitted"))
    const down = allowing(ctx, host, "127.0.0.1:9")
    await expect(readAll(down, { ...connection, port: 9 })).rejects.toMatchObject(problem("unreachable"))
  })

  it("believes a certificate that somebody known vouches for and that is the host's, and encrypts without one", async () => {
    const { ctx, connection, host } = await place()
    const { cert, key } = selfSigned("localhost")
    await serveTls({ cert, key })
    const encrypted =
      "SELECT ssl::text AS external_id, version AS link_id FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
    const ask = async (more: Partial<SourceConnection>) => {
      const { found } = await readAll(ctx, { ...connection, ...more }, encrypted)
      return found[0]?.externalId
    }
    const strict = { host: "localhost", sslmode: "verify-full" } as const
    await expect(ask(strict)).rejects.toMatchObject(problem("untrusted", "DEPTH_ZERO_SELF_SIGNED_CERT"))
    expect(await ask({ ...strict, sslmode: "require" })).toBe("true")
    expect(await ask({ ...strict, sslmode: "disable" })).toBe("false")

    const known = getCACertificates("default")
    onTestFinished(() => setDefaultCACertificates(known))
    setDefaultCACertificates([...known, cert])
    expect(await ask(strict)).toBe("true")
    const byAnotherName = { ...strict, host: host.replace(/:.*/, "") }
    await expect(ask(byAnotherName)).rejects.toMatchObject(problem("untrusted", "ERR_TLS_CERT_ALTNAME_INVALID"))
  })

  it("tells what is no PostgreSQL, and what breaks off in the middle", async () => {
    const { ctx, connection, owner, run, host } = await place()
    const web = createServer((socket) => socket.on("error", () => {}).end("HTTP/1.1 400 Bad Request\r\n\r\n"))
    await new Promise<void>((done) => web.listen(0, "127.0.0.1", done))
    onTestFinished(() => void web.close())
    const { port } = web.address() as AddressInfo
    const both = allowing(ctx, host, `127.0.0.1:${port}`)
    await expect(readAll(both, { ...connection, port })).rejects.toMatchObject(problem("notPostgres"))
    const broken = withSource(
      await getSurroundings(ctx),
      { connection: owner, statement: "SELECT i AS external_id, '' AS link_id FROM generate_series(1, 9000) i" },
      async ({ rows }) => {
        for await (const _ of rows) {
          await run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'enlace' AND datname = current_database()",
          )
        }
      },
    )
    await expect(broken).rejects.toMatchObject(problem("lost"))
  })

  it("ends the source's transaction where the work on its rows fails", async () => {
    const { ctx, connection, owner } = await place()
    const failing = withSource(await getSurroundings(ctx), { connection, statement }, async () => {
      throw new Error("no room")
    })
    await expect(failing).rejects.toThrow("no room")
    const left =
      "SELECT application_name AS external_id, state AS link_id FROM pg_stat_activity WHERE usename LIKE 'reader_%' AND datname = current_database()"
    expect((await readAll(ctx, owner, left)).found).toEqual([])
  })
})
