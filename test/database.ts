import { randomUUID } from "node:crypto"
import { afterAll, inject, onTestFinished } from "vitest"
import { withClient } from "@/scripts/with-client"
import { databaseUrl, dropDatabase } from "@/test/server"

export type TestDatabase = {
  /** As the role that migrates and owns the tables. */
  url: string
  /** As the application connects: with the role `enlace_app`. */
  appUrl: string
}

/** A database of its own, dropped when the test ends; outside a test, when the file ends. */
export function testDatabase(): Promise<TestDatabase> {
  return passingDatabase(inject("postgres").template)
}

/** The same without our tables. */
export function emptyDatabase(): Promise<TestDatabase> {
  return passingDatabase("template1")
}

async function passingDatabase(template: string): Promise<TestDatabase> {
  const name = `${inject("postgres").prefix}${randomUUID().replaceAll("-", "")}`
  const database = await createDatabase(name, template)
  atEnd(() => withClient(inject("postgres").url, (client) => dropDatabase(client, name)))
  return database
}

let ofThisWorker: Promise<TestDatabase> | undefined

/** One database for all tests of this worker, for those that roll back; dropped at the end of the run. */
export function workerDatabase(): Promise<TestDatabase> {
  ofThisWorker ??= createDatabase(
    `${inject("postgres").prefix}worker_${process.env.VITEST_POOL_ID}`,
    inject("postgres").template,
  )
  return ofThisWorker
}

async function createDatabase(name: string, template: string): Promise<TestDatabase> {
  const { url } = inject("postgres")
  await withClient(url, async (client) => {
    const { rows } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name])
    if (rows.length === 0) await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`)
  })
  const own = databaseUrl(url, name)
  return { url: own, appUrl: `${own}?options=${encodeURIComponent("-c role=enlace_app")}` }
}

/** When the test ends that this is called in; outside a test, when the file ends. */
export function atEnd(work: () => Promise<void>) {
  try {
    onTestFinished(work)
  } catch {
    afterAll(work)
  }
}
