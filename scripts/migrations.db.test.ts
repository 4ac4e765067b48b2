import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { migrate, pendingMigrations } from "@/scripts/migrations"
import { withClient } from "@/scripts/with-client"
import { emptyDatabase } from "@/test/database"

async function place(migrations: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), "enlace-migrations-"))
  onTestFinished(() => rm(folder, { recursive: true }))
  const write = async (name: string, sql: string) => {
    await mkdir(join(folder, name), { recursive: true })
    await writeFile(join(folder, name, "migration.sql"), sql)
  }
  for (const [name, sql] of Object.entries(migrations)) await write(name, sql)
  const { url } = await emptyDatabase()
  const tables = () =>
    withClient(url, async (client) => {
      const { rows } = await client.query("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ '^t[0-9]'")
      return rows.map((row) => row.relname).sort()
    })
  return { folder, url, write, tables }
}

it("applies each migration once, and later ones later", async () => {
  const { folder, url, write, tables } = await place({ "1_one": "CREATE TABLE t1 ()" })
  expect(await pendingMigrations(url, folder)).toEqual(["1_one"])
  expect(await migrate(url, folder)).toEqual(["1_one"])

  await write("2_two", "CREATE TABLE t2 (); CREATE TABLE t3 ()")

  expect(await migrate(url, folder)).toEqual(["2_two"])
  expect(await migrate(url, folder)).toEqual([])
  expect(await pendingMigrations(url, folder)).toEqual([])
  expect(await tables()).toEqual(["t1", "t2", "t3"])
})

it("leaves nothing of a migration that fails, and keeps those before it", async () => {
  const { folder, url, tables } = await place({
    "1_one": "CREATE TABLE t1 ()",
    "2_two": "CREATE TABLE t2 (); SELECT no_such_function()",
  })

  await expect(migrate(url, folder)).rejects.toThrow("Migration 2_two failed and left nothing behind")

  expect(await tables()).toEqual(["t1"])
  expect(await pendingMigrations(url, folder)).toEqual(["2_two"])
})

it("refuses a migration that was edited after it was applied", async () => {
  const { folder, url, write } = await place({ "1_one": "CREATE TABLE t1 ()" })
  await migrate(url, folder)

  await write("1_one", "CREATE TABLE t1 (id int)")

  await expect(migrate(url, folder)).rejects.toThrow("1_one was edited after it was applied")
})

it("lets two run at once: one applies, the other waits and finds nothing to do", async () => {
  const { folder, url } = await place({ "1_one": "CREATE TABLE t1 (); SELECT pg_sleep(0.3)" })

  const results = await Promise.all([migrate(url, folder), migrate(url, folder)])

  expect(results.flat()).toEqual(["1_one"])
})
