import { resolve } from "node:path"
import { withLock } from "@/scripts/lock.mjs"
import { installBinaries } from "@/scripts/postgres/binaries"
import { createCluster } from "@/scripts/postgres/cluster"
import { findPlace, type Place } from "@/scripts/postgres/place"
import { choosePort } from "@/scripts/postgres/port"
import { ensureDatabase, isRunning, startServer, stopServer } from "@/scripts/postgres/server"
import { addUser, hasUsers } from "@/scripts/postgres/users"

export type PostgresOptions = {
  /** Holds the password and the port and, where the server's account can reach it, the data. */
  dataDir: string
  /** Trades durability for speed: for tests. */
  throwaway?: boolean
  log?: (line: string) => void
}

export type Postgres = {
  /** As the role that owns the database and migrates it: no superuser, as on a managed server. */
  url: string
  /** As the superuser, for measurements. */
  adminUrl: string
  stop: () => Promise<void>
}

/** Starts the bundled server of `dataDir`, or joins the one that runs there; the last user to stop stops the server. */
export function startPostgres(options: PostgresOptions): Promise<Postgres> {
  return withLock(resolve(options.dataDir), async () => {
    const place = await findPlace(options)
    const leave = await addUser(place.dataDir)
    try {
      const running = (await isRunning(place)) ? place : await startAt(place, options)
      await ensureDatabase(running)
      return { url: running.url, adminUrl: running.adminUrl, stop: () => leaveAndStop(running, leave) }
    } catch (error) {
      await leave()
      throw error
    }
  })
}

/** Stops a server all of whose users were killed before they could. */
export async function stopUnusedPostgres(dataDir: string): Promise<void> {
  await leaveAndStop(await findPlace({ dataDir }), async () => {})
}

async function startAt(place: Place, options: PostgresOptions): Promise<Place> {
  const binaries = await installBinaries(place.folder)
  const created = await createCluster(place, binaries)
  if (created) options.log?.(`database created in ${place.folder}`)
  const withPort = await choosePort(place)
  await startServer(withPort, { binaries, throwaway: options.throwaway ?? false })
  return withPort
}

function leaveAndStop(place: Place, leave: () => Promise<void>): Promise<void> {
  return withLock(place.dataDir, async () => {
    await leave()
    if (!(await hasUsers(place.dataDir))) await stopServer(place)
  })
}
