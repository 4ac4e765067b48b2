import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { expect, it, onTestFinished } from "vitest"
import type { Ctx } from "@/lib/ctx"
import { openDatabase } from "@/lib/db"
import { runSweep } from "@/lib/sync/sweep/commands"
import { type Postgres, startPostgres } from "@/scripts/postgres"
import { prepareDatabase } from "@/scripts/prepare-database"
import { createBelvoSim } from "@/simulator/belvo"
import type { FailRule } from "@/simulator/faults"
import { createWorld } from "@/simulator/worlds/create-world"
import { expectTruth, openRun, sweep } from "@/test/bad-days"
import { sweeper, sweepPlace } from "@/test/belvo-place"
import { makeEnvironment, simulatorKey, systemActor, testCtx } from "@/test/environment"

const { signal } = new AbortController()

it.each<[string, FailRule, string]>([
  ["a 500 with HTML", { kind: "server_error", status: 500, body: "html" }, "completed"],
  ["a 502", { kind: "server_error", status: 502 }, "completed"],
  ["a 503", { kind: "server_error", status: 503 }, "completed"],
  ["a connection that is reset in the middle of a body", { kind: "reset" }, "completed"],
  ["JSON that is cut short", { kind: "truncated" }, "completed"],
  ["no connection at all", { kind: "unreachable" }, "completed"],
  ["429 with Retry-After", { kind: "too_many_requests", retryAfterSeconds: 2 }, "completed"],
  ["a 408", { kind: "timeout" }, "completed"],
  ["an HTML 404, as from a wrong address", { kind: "html_not_found" }, "failed"],
  ["a key that is revoked meanwhile", { kind: "revoked" }, "failed"],
])(
  "gets over %s: nothing lost, nothing twice, nothing removed",
  async (_what, fault, state) => {
    const place = await sweepPlace({ links: 2_500 })
    place.sim.failNext({ ...fault, path: /page=2&/ })

    const run = await sweep(place.ctx)

    expect(run).toMatchObject({ state, removed: 0 })
    if (state === "failed") expect(await sweep(place.ctx)).toMatchObject({ state: "completed", removed: 0 })
    await expectTruth(place.url, place.sim.world)
  },
  60_000,
)

async function ownServer(): Promise<{ dataDir: string; start: () => Promise<Postgres> }> {
  const dataDir = await mkdtemp(join(tmpdir(), "enlace-restarted-"))
  const started: Postgres[] = []
  onTestFinished(async () => {
    for (const one of started) await one.stop()
    await rm(dataDir, { recursive: true })
  })
  return {
    dataDir,
    start: async () => {
      const postgres = await startPostgres({ dataDir })
      started.push(postgres)
      return postgres
    },
  }
}

it("goes on where PostgreSQL was killed under it and started again", async () => {
  const { dataDir, start } = await ownServer()
  const { url } = await start()
  await prepareDatabase(url)
  const database = openDatabase(url)
  onTestFinished(database.close)
  const world = createWorld("demo", { now: new Date(), links: 4_000 })
  const key = { id: simulatorKey.secretId, password: simulatorKey.secretPassword }
  const sim = createBelvoSim({ world, now: () => new Date(), key, limits: { enforce: false } })
  const environment = await makeEnvironment(database.prisma, url)
  const base = testCtx({ database, databaseUrl: url, environment, actor: systemActor(sweeper) }, { fetch: sim.fetch })
  const ctx: Ctx = { ...base, env: { ...base.env, belvoRequestsPer30s: 100_000 } }
  await openRun(ctx)
  let asked = 0
  let restarted: Promise<unknown> = Promise.resolve()
  const restart = async () => {
    const pid = Number.parseInt(await readFile(join(dataDir, "postgresql/postmaster.pid"), "utf8"), 10)
    process.kill(pid, "SIGQUIT")
    await sleep(500)
    await start()
  }
  const fetch: typeof globalThis.fetch = async (input, init) => {
    // While the page before is being written.
    if (++asked === 4) restarted = sleep(20).then(restart)
    return sim.fetch(input, init)
  }

  let end = await runSweep({ ...ctx, fetch }, { signal }).catch(() => null)
  await restarted
  for (const until = Date.now() + 40_000; !end && Date.now() < until; await sleep(1_000)) {
    end = await runSweep(ctx, { signal }).catch(() => null)
  }

  expect(end).toMatchObject({ state: "completed" })
  await expectTruth(url, world)
}, 90_000)
