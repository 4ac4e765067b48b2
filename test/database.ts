import { randomUUID } from "node:crypto"
import { setTimeout as sleep } from "node:timers/promises"
import type pg from "pg"
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
  atEnd(() =>
    withClient(inject("postgres").url, async (client) => {
      await dropOnceLeft(client, name)
    }),
  )
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

function atEnd(work: () => Promise<void>) {
  try {
    onTestFinished(work)
  } catch {
    afterAll(work)
  }
}

/**
 * Connections that are just closing get a moment: one that is torn down instead complains where nobody listens. And a
 * vacuum of the server's own may be at work, which is not ours to end.
 */
async function dropOnceLeft(client: pg.Client, name: string) {
  for (let attempt = 1; ; attempt++) {
    const force = attempt > 20 ? "WITH (FORCE)" : ""
    try {
      await client.query(`DROP DATABASE IF EXISTS ${name} ${force}`)
      return
    } catch (error) {
      const inUse = error instanceof Error && "code" in error && (error.code === "55006" || error.code === "42501")
      if (!inUse || attempt === 40) throw error
      await sleep(attempt > 20 ? 500 : 100)
    }
  }
}
