import { randomUUID } from "node:crypto"
import { inject } from "vitest"
import type { Ctx } from "@/lib/ctx"
import type { SourceConnection } from "@/lib/directory/source/schema"
import { withClient } from "@/scripts/with-client"
import { atEnd, emptyDatabase } from "@/test/database"

export type TestSource = {
  connection: SourceConnection
  /** The same place by the role that owns it. */
  owner: SourceConnection
  superuser: SourceConnection
  /** `host:port`, as the operator would allow it. */
  host: string
  /** As the owner. */
  run(sql: string): Promise<void>
}

/** An operator's database on the tests' server: a table of users with their links, and a role that may read it and nothing else. */
export async function testSource(
  users = "('usr_1', '11111111-1111-4111-8111-111111111111'), ('usr_2', NULL)",
): Promise<TestSource> {
  const role = `reader_${randomUUID().replaceAll("-", "")}`
  const password = randomUUID()
  const onServer = (sql: string) => withClient(inject("postgres").url, async (client) => void (await client.query(sql)))
  await onServer(`CREATE ROLE ${role} LOGIN PASSWORD '${password}'`)
  // Before the database that grants to it: what was registered last is ended first.
  atEnd(() => onServer(`DROP ROLE ${role}`))
  const { url } = await emptyDatabase()
  const run = (sql: string) => withClient(url, async (client) => void (await client.query(sql)))
  await run(`
    CREATE TABLE customer (external_id text, link_id text);
    INSERT INTO customer VALUES ${users};
    GRANT SELECT ON customer TO ${role}`)
  const { hostname, port, pathname } = new URL(url)
  const place = { host: hostname, port: Number(port), database: pathname.slice(1), sslmode: "disable" } as const
  return {
    connection: { ...place, user: role, password },
    owner: { ...place, ...whoIs(url) },
    superuser: { ...place, ...whoIs(inject("postgres").adminUrl) },
    host: `${hostname}:${port}`,
    run,
  }
}

/** Of our own database, as somebody would who mistakes it for theirs. */
export function ownConnection(): SourceConnection {
  const { hostname, port } = new URL(inject("postgres").url)
  const database = `${inject("postgres").prefix}worker_${process.env.VITEST_POOL_ID}`
  return { host: hostname, port: Number(port), database, sslmode: "disable", ...whoIs(inject("postgres").url) }
}

function whoIs(url: string): { user: string; password: string } {
  const { username, password } = new URL(url)
  return { user: decodeURIComponent(username), password: decodeURIComponent(password) }
}

export const allowing = (ctx: Ctx, ...hosts: string[]): Ctx => ({
  ...ctx,
  env: { ...ctx.env, directoryAllowedHosts: hosts },
})
