import { PgBoss } from "pg-boss"
import { describe, expect, it, onTestFinished, vi } from "vitest"
import { z } from "zod"
import type { Ctx } from "@/lib/ctx"
import { openDatabase, record } from "@/lib/db"
import { enqueue } from "@/lib/jobs/boss"
import { defineJob, type Job, type JobPolicy } from "@/lib/jobs/job"
import { layOutQueues } from "@/lib/jobs/queues"
import { startWorker } from "@/lib/jobs/worker"
import { silentLog } from "@/lib/log"
import { withClient } from "@/scripts/with-client"
import { testDatabase } from "@/test/database"
import { makeEnvironment, systemActor, testCtx, testEnv } from "@/test/environment"

type Seen = { environment: string; actor: string; payload: unknown }

function probe(name: string, policy: JobPolicy, run: (seen: Seen, signal: AbortSignal) => Promise<void> | void) {
  return defineJob({
    name,
    schema: z.object({ n: z.number().optional() }),
    scope: "environment",
    policy,
    permissions: ["housekeeping"],
    retries: 2,
    retryDelaySeconds: 1,
    run: async (ctx, payload, signal) => {
      const actor = ctx.actor.kind === "system" ? ctx.actor.name : "member"
      await run({ environment: ctx.environment.slug, actor, payload }, signal)
    },
  })
}

async function place(jobs: readonly Job[]) {
  const { url } = await testDatabase()
  const owner = new PgBoss({ connectionString: url, max: 1, supervise: false, schedule: false })
  await owner.start()
  await layOutQueues(owner, jobs)
  const database = openDatabase(url)
  onTestFinished(() => database.close())
  const runtime = { env: testEnv(url), database, log: silentLog, fetch: globalThis.fetch }
  const environment = await makeEnvironment(database.prisma, url)
  const actor = systemActor(["housekeeping"])
  const ctx = testCtx({ database, databaseUrl: url, environment, actor })
  const stopOwner = () => owner.stop({ graceful: false })
  return { url, runtime, ctx, owner, stopOwner }
}

const inTransaction = (ctx: Ctx, work: Parameters<typeof record<void>>[2]) => record(ctx, "housekeeping", work)
const waiting = (url: string, name: string) =>
  withClient(url, async (client) => {
    const { rows } = await client.query(
      "SELECT data FROM pgboss.job WHERE name = $1 AND state < 'active' ORDER BY data::text",
      [name],
    )
    return rows.map((row) => row.data)
  })

describe("enqueue", () => {
  it("commits with the transaction, and not without it", async () => {
    const job = probe("probe", "standard", () => {})
    const { url, ctx, stopOwner } = await place([job])
    await stopOwner()

    await inTransaction(ctx, async (tx) => ({ result: await enqueue(tx, job, [{ n: 1 }, { n: 2 }]) }))
    const lost = inTransaction(ctx, async (tx) => {
      await enqueue(tx, job, { n: 3 })
      throw new Error("changed my mind")
    })
    await expect(lost).rejects.toThrow("changed my mind")

    const environmentId = ctx.environment.id
    expect(await waiting(url, "probe")).toEqual([
      { environmentId, payload: { n: 1 } },
      { environmentId, payload: { n: 2 } },
    ])
  })

  it.each([
    ["standard", 4],
    ["stately", 1],
    ["exclusive", 1],
  ] as const)("under the policy %s leaves %i of four to wait", async (policy, expected) => {
    const job = probe("probe", policy, () => {})
    const { url, ctx, stopOwner } = await place([job])
    await stopOwner()

    for (const n of [1, 2]) {
      await inTransaction(ctx, async (tx) => ({ result: await enqueue(tx, job, [{ n }, { n }]) }))
    }
    expect(await waiting(url, "probe")).toHaveLength(expected)
  })

  it("folds each environment and each key for itself", async () => {
    const job = probe("probe", "exclusive", () => {})
    const { url, ctx, stopOwner } = await place([job])
    await stopOwner()
    const other = { ...ctx, environment: await makeEnvironment(ctx.database.prisma, url) }

    for (const one of [ctx, other, ctx]) {
      for (const key of ["a", "b"]) {
        await inTransaction(one, async (tx) => ({ result: await enqueue(tx, job, {}, { key }) }))
      }
    }
    expect(await waiting(url, "probe")).toHaveLength(4)
  })
})

describe("startWorker", () => {
  it("runs a job at once, in its environment, as the system that its name says", async () => {
    const seen: Seen[] = []
    const job = probe("probe", "standard", (one) => void seen.push(one))
    const { runtime, ctx, stopOwner } = await place([job])
    await stopOwner()
    const worker = await startWorker(runtime, [job], { pollSeconds: 60 })
    onTestFinished(() => worker.stop())

    await inTransaction(ctx, async (tx) => ({ result: await enqueue(tx, job, { n: 7 }) }))

    // Sooner than the worker would ask by itself.
    await vi.waitFor(() => expect(seen).toHaveLength(1), { timeout: 15_000 })
    expect(seen).toEqual([{ environment: ctx.environment.slug, actor: "system:probe", payload: { n: 7 } }])
  })

  it("lets one more of a stately job wait while one runs, and runs them one after the other", async () => {
    let running = 0
    let most = 0
    let runs = 0
    const job = probe("probe", "stately", async () => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setTimeout(resolve, 700))
      running--
      runs++
    })
    const { runtime, ctx, stopOwner } = await place([{ ...job, concurrency: 3 }])
    await stopOwner()
    const worker = await startWorker(runtime, [{ ...job, concurrency: 3 }])
    onTestFinished(() => worker.stop())
    const send = () => inTransaction(ctx, async (tx) => ({ result: await enqueue(tx, job, {}) }))

    await send()
    await vi.waitFor(() => expect(running).toBe(1), { timeout: 15_000 })
    await Promise.all([send(), send(), send()])
    await vi.waitFor(() => expect(runs).toBe(2), { timeout: 20_000 })

    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect({ most, runs }).toEqual({ most: 1, runs: 2 })
  }, 30_000)

  it("takes a stately job soon after the run before it has ended, also where that run was noted as under way", async () => {
    const seen: Seen[] = []
    const job = probe("probe", "stately", (one) => void seen.push(one))
    const { url, runtime, ctx, stopOwner } = await place([job])
    await stopOwner()
    // What the monitor writes while a long run is under way, and what a worker then keeps a copy of.
    await withClient(url, (client) =>
      client.query("UPDATE pgboss.queue SET singletons_active = ARRAY[$1] WHERE name = 'probe'", [
        `${ctx.environment.id}:`,
      ]),
    )
    const worker = await startWorker(runtime, [job])
    onTestFinished(() => worker.stop())
    await inTransaction(ctx, async (tx) => ({ result: await enqueue(tx, job, {}) }))
    await vi.waitFor(() => expect(seen).toHaveLength(1), { timeout: 15_000 })
  }, 30_000)

  it("tries a failed job again", async () => {
    let attempts = 0
    const job = probe("probe", "exclusive", () => {
      attempts++
      if (attempts === 1) throw new Error("not yet")
    })
    const { runtime, ctx, stopOwner } = await place([job])
    await stopOwner()
    const worker = await startWorker(runtime, [job])
    onTestFinished(() => worker.stop())
    await inTransaction(ctx, async (tx) => ({ result: await enqueue(tx, job, {}) }))
    await vi.waitFor(() => expect(attempts).toBe(2), { timeout: 15_000 })
  }, 30_000)

  it("makes a tick of the clock one job in every environment", async () => {
    const seen: string[] = []
    const job = probe("probe", "exclusive", ({ environment }) => void seen.push(environment))
    const { url, runtime, ctx, owner, stopOwner } = await place([job])
    const other = await makeEnvironment(ctx.database.prisma, url)
    const worker = await startWorker(runtime, [job])
    onTestFinished(() => worker.stop())

    await owner.send("probe", null)
    await stopOwner()

    await vi.waitFor(() => expect(seen.toSorted()).toEqual([ctx.environment.slug, other.slug].toSorted()), {
      timeout: 20_000,
    })
  }, 30_000)

  it("tells a long job to end when it stops, and leaves it to be tried again", async () => {
    const job = probe("probe", "exclusive", async (_seen, signal) => {
      await new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)))
    })
    const { url, runtime, ctx, stopOwner } = await place([job])
    await stopOwner()
    const worker = await startWorker(runtime, [job])
    await inTransaction(ctx, async (tx) => ({ result: await enqueue(tx, job, {}) }))
    await vi.waitFor(async () => expect(await waiting(url, "probe")).toHaveLength(0), { timeout: 15_000 })

    await worker.stop()

    expect(await waiting(url, "probe")).toHaveLength(1)
  }, 30_000)

  it("refuses to change a queue's policy under its name", async () => {
    const { owner, stopOwner } = await place([probe("probe", "standard", () => {})])
    await expect(layOutQueues(owner, [probe("probe", "exclusive", () => {})])).rejects.toThrow("another name")
    await stopOwner()
  })
})
