import { randomUUID } from "node:crypto"
import { describe, expect, it } from "vitest"
import type { Ctx } from "@/lib/ctx"
import { retryJobs } from "@/lib/jobs/commands"
import { listJobs } from "@/lib/jobs/queries"
import { testWorld, type World } from "@/test/world"

type Job = {
  name?: string
  state?: string
  policy?: string
  key?: string
  of?: number
  output?: unknown
  minutesAgo?: number
}

/** A job as pg-boss leaves it. */
async function addJob({ db }: Pick<World, "db">, ctx: Ctx, job: Job = {}): Promise<string> {
  const {
    name = "settle-session",
    state = "failed",
    policy = "standard",
    key = `${randomUUID()}`,
    minutesAgo = 5,
  } = job
  const id = randomUUID()
  const of = job.of ?? ctx.environment.id
  const data = of === 0 ? null : JSON.stringify({ environmentId: of, payload: {} })
  const output = JSON.stringify(job.output ?? { name: "BelvoNetwork", message: "Belvo could not be reached" })
  const ended = ["failed", "completed"].includes(state) ? new Date(Date.now() - minutesAgo * 60_000) : null
  await db.$executeRaw`
    INSERT INTO pgboss.job (id, name, data, state, policy, singleton_key, completed_on, output, retry_count, retry_limit, created_on, start_after)
    VALUES (${id}::uuid, ${name}, ${data}::jsonb, ${state}::pgboss.job_state, ${policy}, ${key}, ${ended}::timestamptz,
      CASE WHEN ${state} IN ('failed', 'retry') THEN ${output}::jsonb END, 3, 3, now() - interval '10 minutes', now() - interval '9 minutes')`
  return id
}

const stateOf = async ({ db }: World, id: string) => {
  const [row] = await db.$queryRaw<{ state: string }[]>`SELECT state::text FROM pgboss.job WHERE id = ${id}::uuid`
  return row?.state
}

describe("listJobs", () => {
  it("counts what waits, runs and has failed in each queue, and since when the oldest waits", async () => {
    const world = await testWorld()
    for (const state of ["created", "created", "active", "failed", "completed"])
      await addJob(world, world.ctx, { state })
    const { queues, failed } = await listJobs(world.ctx)
    expect(queues).toMatchObject([{ name: "settle-session", waiting: 2, running: 1, failed: 1, later: 0 }])
    const waitedMs = Date.now() - (queues[0]?.waitingSince?.getTime() ?? 0)
    expect(waitedMs / 60_000).toBeCloseTo(9, 0)
    expect(failed).toBe(1)
  })

  it("tells how a job failed, how often it was tried, and whether one of its kind went well since", async () => {
    const world = await testWorld()
    const id = await addJob(world, world.ctx, { name: "reread", key: "k", policy: "stately" })
    await addJob(world, world.ctx, { name: "reread", key: "k", policy: "stately", state: "completed", minutesAgo: 1 })
    const personal = { name: "PrismaClientKnownRequestError", message: "Key (email)=(ana@example.com)" }
    await addJob(world, world.ctx, { output: personal, minutesAgo: 50 })
    const { failures } = await listJobs(world.ctx)
    expect(failures).toMatchObject([
      { id, state: "failed", attempts: 4, doneSince: true, failure: { text: "Belvo could not be reached" } },
      { doneSince: false, failure: { name: "PrismaClientKnownRequestError", text: null } },
    ])
    expect(JSON.stringify(failures)).not.toContain("ana@")
  })

  it("shows nothing of other environments, and the installation's jobs to administrators alone", async () => {
    const world = await testWorld()
    const other = await world.elsewhere()
    await addJob(world, other)
    await addJob(world, world.ctx, { of: 0, name: "months-ahead" })
    expect(await listJobs(world.ctx)).toMatchObject({ queues: [], failures: [], failed: 0 })
    const seen = await listJobs(await world.as("admin"))
    expect(seen.failures).toMatchObject([{ name: "months-ahead", ofInstallation: true }])
  })
})

describe("retryJobs", () => {
  it("has one failed job run again, and says so in the audit", async () => {
    const world = await testWorld()
    const [id, other] = [await addJob(world, world.ctx), await addJob(world, world.ctx)]
    expect(await retryJobs(world.ctx, { jobIds: [id] })).toEqual({ retried: 1, folded: 0 })
    expect([await stateOf(world, id), await stateOf(world, other)]).toEqual(["retry", "failed"])
    const [row] = await world.db.$queryRaw<object[]>`
      SELECT retry_limit > retry_count AS may, completed_on IS NULL AS open FROM pgboss.job WHERE id = ${id}::uuid`
    expect(row).toEqual({ may: true, open: true })
    const entry = await world.db.auditEntry.findFirstOrThrow({ where: { action: "jobs.retried" } })
    expect(JSON.parse(entry.body).after).toMatchObject({ jobIds: [id], retried: 1, names: ["settle-session"] })
  })

  it("has all run again that had failed when they were counted, with one entry", async () => {
    const world = await testWorld()
    for (let i = 0; i < 3; i++) await addJob(world, world.ctx)
    const all = { allFailedBefore: new Date().toISOString(), expectedCount: 3 }
    await expect(retryJobs(world.ctx, { ...all, expectedCount: 2 })).rejects.toMatchObject({ key: "jobsChanged" })
    expect(await retryJobs(world.ctx, all)).toEqual({ retried: 3, folded: 0 })
    expect(await world.db.auditEntry.count({ where: { action: "jobs.retried" } })).toBe(1)
  })

  it.each(["stately", "exclusive"])(
    "retries of a %s queue one of a kind, and none that waits already",
    async (policy) => {
      const world = await testWorld()
      const name = policy === "stately" ? "reread" : "fold-counts"
      const older = await addJob(world, world.ctx, { name, policy, key: "a", minutesAgo: 9 })
      const newer = await addJob(world, world.ctx, { name, policy, key: "a", minutesAgo: 4 })
      const covered = await addJob(world, world.ctx, { name, policy, key: "b" })
      await addJob(world, world.ctx, { name, policy, key: "b", state: "created" })
      const jobIds = [older, newer, covered]
      expect(await retryJobs(world.ctx, { jobIds })).toEqual({ retried: 1, folded: 2 })
      expect(await Promise.all(jobIds.map((id) => stateOf(world, id)))).toEqual(["failed", "retry", "failed"])
    },
  )

  it("finds no job of another environment, nor of the installation for who is no administrator", async () => {
    const world = await testWorld()
    const foreign = await addJob(world, await world.elsewhere())
    const shared = await addJob(world, world.ctx, { of: 0, name: "months-ahead" })
    for (const id of [foreign, shared]) {
      await expect(retryJobs(world.ctx, { jobIds: [id] })).rejects.toMatchObject({ code: "NOT_FOUND" })
    }
    expect(await retryJobs(await world.as("admin"), { jobIds: [shared] })).toMatchObject({ retried: 1 })
  })
})
