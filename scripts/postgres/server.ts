import { execFile } from "node:child_process"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { promisify } from "node:util"
import pg from "pg"
import { clusterIn, serverEnv } from "@/scripts/postgres/cluster"
import type { Place } from "@/scripts/postgres/place"
import { settings } from "@/scripts/postgres/settings"
import { withClient } from "@/scripts/with-client"

const run = promisify(execFile)

/** After a kill, remains of the old server (its pid file, its shared memory) refuse the new one for some seconds. */
const startWithinMs = 30_000

export async function startServer(place: Place, options: { binaries: string; throwaway: boolean }): Promise<void> {
  const until = Date.now() + startWithinMs
  for (;;) {
    const failure = await control(place, options.binaries, [
      `--options=${settings(place.port, options.throwaway)}`,
      `--log=${logOf(place)}`,
      "start",
    ])
    if (!failure || (await isRunning(place))) return
    if (Date.now() > until)
      throw new Error(`PostgreSQL did not start: ${await lastLines(logOf(place))}`, { cause: failure })
    await sleep(500)
  }
}

/** Waits until the server has written everything and is gone. One that is gone already is no failure. */
export async function stopServer(place: Place): Promise<void> {
  if (!(await isRunning(place))) return
  const failure = await control(place, await binariesOf(place), ["--mode=fast", "stop"])
  if (failure && (await isRunning(place))) throw failure
}

/** Only our own server takes our password: a stranger on the same port is "not running". */
export async function isRunning(place: Place): Promise<boolean> {
  if (place.port === 0) return false
  const client = new pg.Client({ connectionString: place.adminUrl, connectionTimeoutMillis: 2_000 })
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

/** The role that migrates is no superuser, so that what works here works on a managed server. */
export async function ensureDatabase(place: Place): Promise<void> {
  await withClient(place.adminUrl, async (client) => {
    const { rows } = await client.query("SELECT 1 FROM pg_database WHERE datname = 'enlace'")
    if (rows.length > 0) return
    const password = client.escapeLiteral(place.password)
    await client.query(`DO $$ BEGIN CREATE ROLE enlace; EXCEPTION WHEN duplicate_object THEN NULL; END $$`)
    await client.query(`ALTER ROLE enlace LOGIN CREATEDB CREATEROLE PASSWORD ${password}`)
    await client.query("CREATE DATABASE enlace OWNER enlace")
  })
}

async function control(place: Place, binaries: string, rest: string[]): Promise<Error | null> {
  const all = [`--pgdata=${clusterIn(place)}`, "--wait", "--timeout=60", "--silent", ...rest]
  const options = { ...place.account.ids, cwd: "/", env: serverEnv }
  return run(join(binaries, "bin/pg_ctl"), all, options).then(
    () => null,
    (error: Error) => error,
  )
}

/** The running server's own binaries, which may be older than the installed ones: `postmaster.opts` begins with their path. */
async function binariesOf(place: Place): Promise<string> {
  const command = await readFile(join(clusterIn(place), "postmaster.opts"), "utf8")
  return command.slice(0, command.indexOf("/bin/postgres"))
}

function logOf(place: Place): string {
  return join(clusterIn(place), "server.log")
}

async function lastLines(file: string): Promise<string> {
  const text = await readFile(file, "utf8").catch(() => "it wrote no log")
  return text.trim().split("\n").slice(-5).join("\n")
}
