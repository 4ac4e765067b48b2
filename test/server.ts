import type pg from "pg"
import { isAlive } from "@/scripts/is-alive"

/** Databases of this run; the name tells the process, so that what a killed run left can be recognised. */
export const runPrefix = (pid: number) => `test_${pid}_`

const templatesKept = 3

export function databaseUrl(url: string, database: string): string {
  const named = new URL(url)
  named.pathname = `/${database}`
  return named.href
}

export async function dropDatabases(client: pg.Client, isDoomed: (name: string) => boolean): Promise<void> {
  for (const name of await listDatabases(client)) {
    if (isDoomed(name)) await dropDatabase(client, name)
  }
}

/**
 * A plain drop waits five seconds for connections to leave (a pool says that it has ended before its own have) and sends the
 * server's vacuum away, which the forced one may not. The forced one throws the others out, who then complain.
 */
export async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query(`DROP DATABASE IF EXISTS ${name} ${attempt % 2 === 1 ? "" : "WITH (FORCE)"}`)
      return
    } catch (error) {
      if (!isInUse(error) || attempt === 6) throw error
    }
  }
}

function isInUse(error: unknown): boolean {
  const [inUse, notOurs] = ["55006", "42501"]
  return error instanceof Error && "code" in error && (error.code === inUse || error.code === notOurs)
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
