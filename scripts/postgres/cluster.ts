import { execFile } from "node:child_process"
import { chown, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import type { Account } from "@/scripts/postgres/account"
import type { Place } from "@/scripts/postgres/place"

const run = promisify(execFile)

/** No secrets of ours; NODE_ENV is there because Next's types ask for it. */
export const serverEnv = { LC_ALL: "C.UTF-8", TZ: "UTC", PATH: process.env.PATH, NODE_ENV: process.env.NODE_ENV }

export function clusterIn(place: Place): string {
  return join(place.folder, "postgresql")
}

/** Makes the database files where there are none; true where it did. Refuses files of another major version. */
export async function createCluster(place: Place, binaries: string): Promise<boolean> {
  const found = await readFile(join(clusterIn(place), "PG_VERSION"), "utf8").catch(() => null)
  if (found === null) {
    await initialize(place, binaries)
    return true
  }
  refuseOtherMajor(found.trim(), await majorOf(binaries), clusterIn(place))
  return false
}

export function refuseOtherMajor(found: string, ours: string, folder: string): void {
  if (found === ours) return
  throw new Error(
    `${folder} was made by PostgreSQL ${found}; this version of Enlace brings PostgreSQL ${ours}. ` +
      `Go back to the earlier version of Enlace and carry the data over with pg_dump, or move that folder away to begin anew.`,
  )
}

/** Beside and renamed: what a crash leaves half done is never taken for a database. */
async function initialize(place: Place, binaries: string) {
  const fresh = `${clusterIn(place)}.new`
  const passwordFile = `${fresh}.password`
  await rm(fresh, { recursive: true, force: true })
  await mkdir(fresh, { mode: 0o700 })
  await writeFile(passwordFile, place.password, { mode: 0o600 })
  await Promise.all([give(place.account, fresh), give(place.account, passwordFile)])
  try {
    await run(join(binaries, "bin/initdb"), initdbArguments(fresh, passwordFile), {
      ...place.account.ids,
      cwd: "/",
      env: serverEnv,
    })
  } finally {
    await rm(passwordFile)
  }
  await rename(fresh, clusterIn(place))
}

function initdbArguments(folder: string, passwordFile: string): string[] {
  return [
    `--pgdata=${folder}`,
    "--username=postgres",
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--locale=C.UTF-8",
  ]
}

async function majorOf(binaries: string): Promise<string> {
  const { stdout } = await run(join(binaries, "bin/postgres"), ["--version"], { cwd: "/", env: serverEnv })
  return /(\d+)/.exec(stdout)?.[1] ?? stdout
}

async function give({ ids }: Account, path: string) {
  if (ids.uid !== undefined) await chown(path, ids.uid, ids.gid)
}
