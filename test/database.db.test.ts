import { setTimeout as sleep } from "node:timers/promises"
import pg from "pg"
import { expect, inject, it } from "vitest"
import { withClient } from "@/scripts/with-client"
import { emptyDatabase, testDatabase, workerDatabase } from "@/test/database"
import { dropDatabase } from "@/test/server"

const roleAndDatabase = "SELECT current_user AS role, current_database() AS database"

it("gives the application's connections the role that owns nothing", async () => {
  const { url, appUrl } = await testDatabase()

  const own = await withClient(url, (client) => client.query(roleAndDatabase))
  const app = await withClient(appUrl, (client) => client.query(roleAndDatabase))

  expect(own.rows[0].role).toBe("enlace")
  expect(app.rows[0].role).toBe("enlace_app")
  expect(app.rows[0].database).toBe(own.rows[0].database)
})

it("does not show one test what another wrote", async () => {
  const [first, second] = await Promise.all([testDatabase(), testDatabase()])

  await withClient(first.url, (client) => client.query("CREATE TABLE mine ()"))

  const found = await withClient(second.url, (client) => client.query("SELECT to_regclass('mine') AS mine"))
  expect(found.rows[0].mine).toBeNull()
})

it("keeps one database for all tests of a worker", async () => {
  expect(await workerDatabase()).toEqual(await workerDatabase())
})

it("lets the application enqueue and work, and not alter the tables of the jobs", async () => {
  const { appUrl } = await testDatabase()

  await withClient(appUrl, async (client) => {
    await client.query("SELECT pgboss.create_queue('probe', '{\"policy\":\"standard\"}')")
    await client.query("INSERT INTO pgboss.job (name) VALUES ('probe')")
    await expect(client.query("DROP TABLE pgboss.queue")).rejects.toThrow("must be owner")
  })
})

it("drops a database once its connections have left, and throws none of them out", async () => {
  const { url } = await emptyDatabase()
  const client = new pg.Client({ connectionString: url })
  const errors: Error[] = []
  client.on("error", (error) => errors.push(error))
  await client.connect()

  const dropped = withClient(inject("postgres").url, (admin) => dropDatabase(admin, new URL(url).pathname.slice(1)))
  await sleep(500)
  await client.end()
  await dropped

  expect(errors).toEqual([])
})
