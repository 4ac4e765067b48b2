import { setTimeout as sleep } from "node:timers/promises"
import type pg from "pg"
import { isAlive } from "@/scripts/is-alive"

/** Databases of this run; the name tells the process, so that what a killed run left can be recognised. */
export const runPrefix = (pid: number) => `test_${pid}_`

const templatesKept = 3
const leaveWithinMs = 5_000

export function databaseUrl(url: string, database: string): string {
  const named = new URL(url)
  named.pathname = `/${database}`
  return named.href
}

export async function dropDatabases(client: pg.Client, isDoomed: (name: string) => boolean): Promise<void> {
  for (const name of await listDatabases(client)) {
    if (isDoomed(name)) await client.query(`DROP DATABASE ${name} WITH (FORCE)`)
  }
}

/** A pool says that it has ended before its connections have left; one thrown out by force would fail the test that it served. */
export async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  const others = "SELECT 1 FROM pg_stat_activity WHERE datname = $1"
  for (const until = Date.now() + leaveWithinMs; Date.now() < until; await sleep(20)) {
    if ((await client.query(others, [name])).rows.length === 0) break
  }
  await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
}

/** What killed runs left, and the templates of earlier schemas (a few stay: another run may be using one). */
export async function dropLeftovers(client: pg.Client): Promise<void> {
  const names = await listDatabases(client)
  const old = names.filter((name) => name.startsWith("template_")).slice(0, -templatesKept)
  await dropDatabases(client, (name) => name === "unfinished" || old.includes(name) || isOfDeadRun(name))
}

async function listDatabases(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ datname: string }>("SELECT datname FROM pg_database ORDER BY oid")
  return rows.map((row) => row.datname)
}

function isOfDeadRun(name: string): boolean {
  const pid = /^test_(\d+)_/.exec(name)?.[1]
  return pid !== undefined && !isAlive(Number(pid))
}
