import { createHash } from "node:crypto"
import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import type pg from "pg"
import { withClient } from "@/scripts/with-client"

export const migrationsDir = join(import.meta.dirname, "../prisma/migrations")

/** The number under which Prisma's own tools take this lock, so that they and we exclude each other. */
const prismaLock = 72_707_369
const oldestServer = 150_000

export type Migration = { name: string; sql: string; checksum: string }
type Applied = { migration_name: string; checksum: string; finished_at: Date | null }

/** Applies the migrations that the database does not have yet, each in a transaction of its own; answers their names. */
export async function migrate(url: string, folder = migrationsDir): Promise<string[]> {
  return withClient(url, async (client) => {
    await refuseOldServer(client)
    await client.query("SELECT pg_advisory_lock($1)", [prismaLock])
    await client.query(bookkeeping)
    const missing = missingMigrations(await readMigrations(folder), await listApplied(client))
    for (const migration of missing) await apply(client, migration)
    return missing.map((migration) => migration.name)
  })
}

/** The names of the migrations that the database does not have yet. */
export async function pendingMigrations(url: string, folder = migrationsDir): Promise<string[]> {
  const ours = await readMigrations(folder)
  const applied = await withClient(url, async (client) => {
    const { rows } = await client.query("SELECT to_regclass('_prisma_migrations') AS found")
    return rows[0]?.found ? listApplied(client) : []
  })
  return missingMigrations(ours, applied).map((migration) => migration.name)
}

/** What needs the tables of this version does not begin without them. */
export class NotMigrated extends Error {
  override readonly name = "NotMigrated"
}

/** Throws NotMigrated, which says what to do. */
export async function refuseUnmigrated(url: string, folder = migrationsDir): Promise<void> {
  const pending = await pendingMigrations(url, folder)
  if (pending.length > 0) throw new NotMigrated(`The database lacks ${pending.join(", ")}. Run: npm run migrate`)
}

export async function readMigrations(folder = migrationsDir): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(folder, name, "migration.sql"), "utf8")
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") }
    }),
  )
}

async function listApplied(client: pg.Client): Promise<Applied[]> {
  const { rows } = await client.query<Applied>(
    "SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL",
  )
  return rows
}

/** What is still to do; refuses a history that is not a beginning of ours. */
export function missingMigrations(ours: readonly Migration[], applied: readonly Applied[]): Migration[] {
  for (const { migration_name: name, checksum, finished_at } of applied) {
    const migration = ours.find((one) => one.name === name)
    if (!migration)
      throw new Error(`The database has migration ${name}, which this version of Enlace does not know: it is newer.`)
    if (!finished_at)
      throw new Error(
        `Migration ${name} failed halfway. Repair the database, then delete its row from _prisma_migrations.`,
      )
    if (checksum !== migration.checksum) {
      throw new Error(
        `Migration ${name} was edited after it was applied. Restore the file; put the change into a new migration.`,
      )
    }
  }
  return ours.filter((one) => !applied.some((row) => row.migration_name === one.name))
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration) {
  await client.query("BEGIN")
  try {
    await client.query(sql)
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES (gen_random_uuid(), $1, $2, now(), clock_timestamp(), 1)`,
      [checksum, name],
    )
    await client.query("COMMIT")
  } catch (cause) {
    await client.query("ROLLBACK")
    throw new Error(`Migration ${name} failed and left nothing behind: ${reasonOf(cause)}`, { cause })
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}

async function refuseOldServer(client: pg.Client) {
  const { rows } = await client.query<{ number: string; text: string }>(
    "SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS text",
  )
  const version = rows[0]
  if (version && Number(version.number) < oldestServer) {
    throw new Error(`Enlace needs PostgreSQL 15 or newer; this server is ${version.text}`)
  }
}

/** As Prisma creates it, so that its tools read our history. */
const bookkeeping = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                  VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum            VARCHAR(64) NOT NULL,
    finished_at         TIMESTAMPTZ,
    migration_name      VARCHAR(255) NOT NULL,
    logs                TEXT,
    rolled_back_at      TIMESTAMPTZ,
    started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`
