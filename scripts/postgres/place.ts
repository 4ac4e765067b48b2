import { randomBytes } from "node:crypto"
import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { z } from "zod"
import type { PostgresOptions } from "@/scripts/postgres"
import { type Account, canEnter, serverAccount } from "@/scripts/postgres/account"
import { hashOf } from "@/scripts/postgres/hash"

const savedPlace = z.object({ password: z.string(), port: z.number(), folder: z.string() })
type SavedPlace = z.infer<typeof savedPlace>

export type Place = SavedPlace & { dataDir: string; account: Account; url: string; adminUrl: string }

/** Where the server of a data folder lives, as `postgres.json` there says; written at first sight. */
export async function findPlace({ dataDir, log }: PostgresOptions): Promise<Place> {
  const account = await serverAccount()
  const saved = (await readSaved(dataDir)) ?? (await firstPlace(dataDir, account))
  if (saved.folder !== resolve(dataDir))
    log?.(`data is kept in ${saved.folder}: ${account.name} cannot enter ${resolve(dataDir)}`)
  return toPlace(dataDir, account, saved)
}

export async function savePort(place: Place, port: number): Promise<Place> {
  const saved = { password: place.password, port, folder: place.folder }
  await save(place.dataDir, saved)
  return toPlace(place.dataDir, place.account, saved)
}

function toPlace(dataDir: string, account: Account, saved: SavedPlace): Place {
  const urlOf = (role: string, database: string) =>
    `postgresql://${role}:${saved.password}@127.0.0.1:${saved.port}/${database}`
  return { ...saved, dataDir, account, url: urlOf("enlace", "enlace"), adminUrl: urlOf("postgres", "postgres") }
}

async function readSaved(dataDir: string): Promise<SavedPlace | null> {
  const text = await readFile(fileIn(dataDir), "utf8").catch(() => null)
  return text === null ? null : savedPlace.parse(JSON.parse(text))
}

async function firstPlace(dataDir: string, account: Account): Promise<SavedPlace> {
  const own = resolve(dataDir)
  await makeEnterable(own)
  const folder = (await canEnter(account, own)) ? own : await folderElsewhere(own)
  const saved = { password: randomBytes(24).toString("base64url"), port: 0, folder }
  await save(dataDir, saved)
  return saved
}

/** A folder left by an earlier clone at the same path is never taken over: its rows are sealed with keys that went with that clone. */
async function folderElsewhere(own: string): Promise<string> {
  for (let turn = 1; ; turn++) {
    const folder = `/var/lib/enlace-${hashOf(own)}${turn === 1 ? "" : `-${turn}`}`
    const created = await mkdir(folder).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code !== "EEXIST") throw error
        return false
      },
    )
    if (created) {
      await chmod(folder, 0o711)
      return folder
    }
  }
}

async function makeEnterable(folder: string) {
  await mkdir(folder, { recursive: true })
  await chmod(folder, 0o711)
}

/** Written beside and renamed, so that a crash leaves the old file or the new one. */
async function save(dataDir: string, saved: SavedPlace) {
  const file = fileIn(dataDir)
  await writeFile(`${file}.new`, `${JSON.stringify(saved)}\n`, { mode: 0o600 })
  await rename(`${file}.new`, file)
}

function fileIn(dataDir: string): string {
  return join(dataDir, "postgres.json")
}
