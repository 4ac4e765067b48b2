import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest"
import { type Postgres, startPostgres } from "@/scripts/postgres"
import { withClient } from "@/scripts/with-client"

let dataDir: string
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "enlace-postgres-"))
})
afterAll(() => rm(dataDir, { recursive: true }))

async function start() {
  const postgres = await startPostgres({ dataDir })
  onTestFinished(() => postgres.stop())
  return postgres
}

const answers = ({ url }: Postgres) =>
  withClient(url, (client) => client.query("SELECT 1")).then(
    () => true,
    () => false,
  )
const serverPid = async () => Number.parseInt(await readFile(join(dataDir, "postgresql/postmaster.pid"), "utf8"), 10)

it("is shared by those who start it, and stops with the last of them", async () => {
  const [first, second] = await Promise.all([start(), start()])
  expect(second.url).toBe(first.url)

  await first.stop()
  expect(await answers(second)).toBe(true)

  await second.stop()
  expect(await answers(second)).toBe(false)
})

it("keeps password and port where only their owner reads them, and rows over a restart", async () => {
  const first = await start()
  await withClient(first.url, (client) => client.query("CREATE TABLE kept AS SELECT 7 AS n"))
  await first.stop()

  const second = await start()

  expect(second.url).toBe(first.url)
  expect((await stat(join(dataDir, "postgres.json"))).mode & 0o777).toBe(0o600)
  const { rows } = await withClient(second.url, (client) => client.query("SELECT n FROM kept"))
  expect(rows).toEqual([{ n: 7 }])
})

it("starts at once after it was killed, with all that was committed", async () => {
  const first = await start()
  await withClient(first.url, (client) => client.query("CREATE TABLE survived AS SELECT 7 AS n"))
  process.kill(await serverPid(), "SIGKILL")

  const second = await start()

  const { rows } = await withClient(second.url, (client) => client.query("SELECT n FROM survived"))
  expect(rows).toEqual([{ n: 7 }])
})

it("takes another port where somebody else has taken its own", async () => {
  const first = await start()
  await first.stop()
  const stranger = createServer().listen(Number(new URL(first.url).port), "127.0.0.1")
  onTestFinished(() => void stranger.close())

  const second = await start()

  expect(new URL(second.url).port).not.toBe(new URL(first.url).port)
  expect(await answers(second)).toBe(true)
})

it("refuses data of another major version", async () => {
  await (await start()).stop()
  const version = join(dataDir, "postgresql/PG_VERSION")
  await writeFile(version, "17\n")

  await expect(start()).rejects.toThrow("was made by PostgreSQL 17")

  await writeFile(version, "18\n")
})
