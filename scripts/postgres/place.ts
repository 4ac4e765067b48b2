import { createHash, randomBytes } from "node:crypto"
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { z } from "zod"
import type { PostgresOptions } from "@/scripts/postgres"
import { type Account, canEnter, serverAccount } from "@/scripts/postgres/account"

const savedPlace = z.object({
  password: z.string(),
  /** 0 until the first start. */
  port: z.number(),
  /** Where the data is, if the server's account cannot enter the data folder. */
  elsewhere: z.string().nullable(),
})
type SavedPlace = z.infer<typeof savedPlace>

export type Place = SavedPlace & {
  dataDir: string
  /** Holds binaries and data. */
  folder: string
  account: Account
  url: string
  adminUrl: string
}

/** Where the server of a data folder lives, as `postgres.json` there says; written at first sight. */
export async function findPlace(options: PostgresOptions): Promise<Place> {
  const dataDir = resolve(options.dataDir)
  const account = await serverAccount()
  const saved = (await readSaved(dataDir)) ?? (await firstPlace(dataDir, account, options.throwaway ?? false))
  if (saved.elsewhere) options.log?.(`${account.name} cannot enter ${dataDir}: its data is in ${saved.elsewhere}`)
  return toPlace(dataDir, account, saved)
}

export async function savePort(place: Place, port: number): Promise<Place> {
  const saved = { password: place.password, port, elsewhere: place.elsewhere }
  await save(place.dataDir, saved)
  return toPlace(place.dataDir, place.account, saved)
}

function toPlace(dataDir: string, account: Account, saved: SavedPlace): Place {
  const urlOf = (role: string, database: string) =>
    `postgresql://${role}:${saved.password}@127.0.0.1:${saved.port}/${database}`
  return {
    ...saved,
    dataDir,
    folder: saved.elsewhere ?? dataDir,
    account,
    url: urlOf("enlace", "enlace"),
    adminUrl: urlOf("postgres", "postgres"),
  }
}

async function readSaved(dataDir: string): Promise<SavedPlace | null> {
  const text = await readFile(fileIn(dataDir), "utf8").catch(() => null)
  return text === null ? null : savedPlace.parse(JSON.parse(text))
}

async function firstPlace(dataDir: string, account: Account, throwaway: boolean): Promise<SavedPlace> {
  await mkdir(dataDir, { recursive: true })
  await chmod(dataDir, 0o711)
  const elsewhere = (await canEnter(account, dataDir)) ? null : await folderElsewhere(dataDir, throwaway)
  const saved = { password: randomBytes(24).toString("base64url"), port: 0, elsewhere }
  await save(dataDir, saved)
  return saved
}

/** What an earlier clone at the same path left is not taken over: its rows are sealed with keys that went with that clone. */
async function folderElsewhere(dataDir: string, throwaway: boolean): Promise<string> {
  const folder = `/var/lib/enlace-${createHash("sha256").update(dataDir).digest("hex").slice(0, 12)}`
  if (throwaway) await rm(folder, { recursive: true, force: true })
  const made = await mkdir(folder).then(
    () => folder,
    () => mkdtemp(`${folder}-`),
  )
  await chmod(made, 0o711)
  return made
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
