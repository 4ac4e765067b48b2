import { randomUUID } from "node:crypto"
import { mkdir, readdir, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { isAlive } from "@/scripts/is-alive"

/** Notes that this process uses the server; the answer takes the note back. */
export async function addUser(dataDir: string): Promise<() => Promise<void>> {
  const note = join(usersIn(dataDir), `${process.pid}-${randomUUID()}`)
  await mkdir(usersIn(dataDir), { recursive: true })
  await writeFile(note, "")
  return () => rm(note, { force: true })
}

/** Whether a living process uses the server. Notes of the dead are removed. */
export async function hasUsers(dataDir: string): Promise<boolean> {
  const notes = await readdir(usersIn(dataDir)).catch(() => [])
  const dead = notes.filter((note) => !isAlive(Number.parseInt(note, 10)))
  await Promise.all(dead.map((note) => rm(join(usersIn(dataDir), note), { force: true })))
  return dead.length < notes.length
}

function usersIn(dataDir: string): string {
  return join(dataDir, "postgres.users")
}
