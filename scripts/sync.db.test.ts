import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import type { AddressInfo } from "node:net"
import { describe, expect, it, onTestFinished, vi } from "vitest"
import { withClient } from "@/scripts/with-client"
import { createBelvoSim } from "@/simulator/belvo"
import { createClock } from "@/simulator/clock"
import { createServer } from "@/simulator/server"
import { createWorld } from "@/simulator/worlds/create-world"
import { testDatabase } from "@/test/database"

/** Three in `npm test`, more in `npm run torture`. */
const kills = Number(process.env.TORTURE_KILLS ?? 3)

type Options = { links: number; requestsPer30s: number }

/** A database of its own and a Belvo over HTTP, for commands in processes of their own. */
async function place({ links, requestsPer30s }: Options) {
  const { url } = await testDatabase()
  const clock = createClock(Date.now)
  const world = createWorld("demo", { now: clock.now(), links })
  const sim = createBelvoSim({ world, now: clock.now, limits: { enforce: false } })
  const server = createServer(sim, { clock }).listen(0, "127.0.0.1")
  await once(server, "listening")
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const env = {
    DATABASE_URL: url,
    NEXTAUTH_SECRET: "a secret of the tests, long enough for next-auth",
    NEXTAUTH_URL: "http://127.0.0.1:3000",
    ENLACE_KEY: Buffer.alloc(32, 7).toString("base64"),
    BELVO_BASE_URL: `http://${host}`,
    BELVO_ALLOWED_HOSTS: host,
    BELVO_SECRET_ID: sim.key.id,
    BELVO_SECRET_PASSWORD: sim.key.password,
    BELVO_REQUESTS_PER_30S: String(requestsPer30s),
  }
  const run = (script: string, ...rest: string[]) => start(["--import", "tsx", script, ...rest], env)
  const scalar = (sql: string) =>
    withClient(url, async (client) => {
      const { rows } = await client.query({ text: sql, rowMode: "array" })
      return rows[0]?.[0]
    })
  return { sim, run, scalar }
}

function start(command: readonly string[], env: Record<string, string>) {
  const child = spawn(process.execPath, command, { env: { ...process.env, ...env } })
  const out = { stdout: "", stderr: "" }
  child.stdout.setEncoding("utf8").on("data", (text) => (out.stdout += text))
  child.stderr.setEncoding("utf8").on("data", (text) => (out.stderr += text))
  const exited = once(child, "close").then(([code]) => code as number | null)
  onTestFinished(() => kill(child))
  return { out, exited, kill: () => kill(child), stop: () => child.kill("SIGTERM") }
}

async function kill(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, "close")
  child.kill("SIGKILL")
  await gone
}

const summaryOf = (stdout: string) => JSON.parse(stdout.trim().split("\n").at(-1) ?? "")

describe("npm run sync", () => {
  it("sweeps once, shows how far it is, and ends with one line of JSON", async () => {
    const { sim, run } = await place({ links: 2_500, requestsPer30s: 100_000 })
    const first = run("scripts/sync.ts", "--environment", "sandbox")
    expect(await first.exited, first.out.stderr).toBe(0)

    const atBelvo = sim.world.size
    expect(summaryOf(first.out.stdout)).toEqual({
      environment: "sandbox",
      kind: "full",
      requests: sim.requests.length,
      seen: atBelvo,
      inserted: atBelvo,
      updated: 0,
      unchanged: 0,
      removed: 0,
      seconds: expect.any(Number),
    })
    expect(first.out.stdout.trim().split("\n")).toHaveLength(1)
    expect(first.out.stderr).toMatch(/\[[#-]+\] \d+\/\d+ links/)

    const second = run("scripts/sync.ts", "--environment", "sandbox")
    expect(await second.exited).toBe(0)
    expect(summaryOf(second.out.stdout)).toMatchObject({ requests: 4, inserted: 0, unchanged: atBelvo })
  }, 60_000)

  it("exits with 1 and says why where Belvo refuses the key", async () => {
    const { sim, run } = await place({ links: 20, requestsPer30s: 100_000 })
    sim.failNext({ kind: "revoked" })
    const sync = run("scripts/sync.ts", "--environment", "sandbox")
    expect(await sync.exited).toBe(1)
    expect(sync.out.stderr).toContain("authentication_failed")
    expect(summaryOf(sync.out.stdout)).toMatchObject({ environment: "sandbox", seen: 0 })
  }, 60_000)

  it("exits with 1 for an environment that is not there", async () => {
    const { run } = await place({ links: 20, requestsPer30s: 100_000 })
    const sync = run("scripts/sync.ts", "--environment", "nowhere")
    expect(await sync.exited).toBe(1)
    expect(sync.out.stderr).toContain("There is no environment nowhere")
  }, 60_000)

  it("goes on with the sweep of one that was killed, and loses nothing", async () => {
    const { sim, run, scalar } = await place({ links: 8_500, requestsPer30s: 60 })
    const killed = run("scripts/sync.ts", "--environment", "sandbox")
    await vi.waitFor(async () => expect(await scalar("SELECT count(*)::int FROM sweep_page")).toBeGreaterThan(2), {
      timeout: 30_000,
    })
    await killed.kill()
    const before = sim.requests.length

    const sync = run("scripts/sync.ts", "--environment", "sandbox")
    expect(await sync.exited, sync.out.stderr).toBe(0)

    expect(summaryOf(sync.out.stdout)).toMatchObject({ seen: sim.world.size, inserted: sim.world.size })
    expect(sim.requests[before]).toMatch(/page=[2-9]&/)
    expect(await scalar("SELECT count(*)::int FROM link")).toBe(sim.world.size)
    expect(await scalar("SELECT sum(delta)::int FROM link_count_delta")).toBe(sim.world.size)
    expect(await scalar("SELECT count(*)::int FROM link_event")).toBe(sim.world.size)
  }, 120_000)
})

describe("npm run worker", () => {
  it("hands its sweep back when it is asked to stop, and ends well", async () => {
    const { run, scalar } = await place({ links: 12_500, requestsPer30s: 60 })
    const worker = run("scripts/worker.ts")
    const pages = () => scalar("SELECT count(*)::int FROM sweep_page")
    await vi.waitFor(async () => expect(await pages()).toBeGreaterThan(2), { timeout: 90_000, interval: 100 })
    worker.stop()
    expect(await worker.exited, worker.out.stderr).toBe(0)
    expect(await scalar("SELECT state || ' ' || coalesce(holder::text, 'by nobody') FROM sweep_run")).toBe(
      "running by nobody",
    )
    expect(await scalar("SELECT state FROM pgboss.job WHERE name = 'sweep'")).toBe("retry")
  }, 120_000)

  it(
    `is killed ${kills} times in a sweep, and the sweep ends whole`,
    async () => {
      const { sim, run, scalar } = await place({ links: (3 * kills + 3) * 1_000 + 500, requestsPer30s: 60 })
      const pages = () => scalar("SELECT count(*)::int FROM sweep_page")
      for (let kill = 1; kill <= kills; kill++) {
        const worker = run("scripts/worker.ts")
        await vi.waitFor(async () => expect(await pages()).toBeGreaterThanOrEqual(3 * kill), {
          timeout: 90_000,
          interval: 100,
        })
        await worker.kill()
      }
      const worker = run("scripts/worker.ts")
      const state = () => scalar("SELECT state FROM sweep_run")
      await vi.waitFor(async () => expect(await state()).toBe("completed"), { timeout: 90_000 })

      expect(await scalar("SELECT count(*)::int FROM sweep_run")).toBe(1)
      expect(await scalar("SELECT seen FROM sweep_run")).toBe(sim.world.size)
      expect(await scalar("SELECT count(*)::int FROM link")).toBe(sim.world.size)
      expect(await scalar("SELECT sum(delta)::int FROM link_count_delta")).toBe(sim.world.size)
      expect(await scalar("SELECT count(*)::int FROM link_event")).toBe(sim.world.size)
      await worker.kill()
    },
    kills * 100_000,
  )
})
