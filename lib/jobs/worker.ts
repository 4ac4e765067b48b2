import { type Job as BossJob, PgBoss } from "pg-boss"
import { type CtxEnvironment, installation } from "@/lib/ctx"
import { type Envelope, singletonKey } from "@/lib/jobs/boss"
import type { Job } from "@/lib/jobs/job"
import { type Runtime, systemCtx } from "@/lib/runtime"

export type Worker = {
  /** Takes no new job, lets those under way end or reach their next safe place, and hands back what does not in time. */
  stop(): Promise<void>
}

/** How soon the jobs of a worker that was killed are noticed: within the heartbeat and twice this. */
const monitorSeconds = 5
/**
 * A worker passes over the keys that its copy of the queues shows as running. That copy is a minute old by default, and so long
 * would what has come meanwhile wait, although the run before it has long ended.
 */
const cacheSeconds = 1
/** A job that comes is announced; one that had to wait for the run before it is found by looking. */
const pollSeconds = ({ policy }: Job): number => (policy === "stately" ? 2 : 5)
const stopWithinMs = 20_000

type WorkerOptions = {
  /** Instead of each job's own pace: how often it looks for what nobody has announced. */
  pollSeconds?: number
}

export async function startWorker(
  runtime: Runtime,
  jobs: readonly Job[],
  options: WorkerOptions = {},
): Promise<Worker> {
  const { env, log } = runtime
  const boss = new PgBoss({
    connectionString: env.databaseUrl,
    options: "-c role=enlace_app -c timezone=UTC",
    max: 4,
    migrate: false,
    createSchema: false,
    reindex: false,
    useListenNotify: true,
    superviseIntervalSeconds: monitorSeconds,
    monitorIntervalSeconds: monitorSeconds,
    queueCacheIntervalSeconds: cacheSeconds,
  })
  boss.on("error", (error) => log.error("jobs", { error }))
  boss.on("warning", ({ message, data }) => log.warn("jobs", { warning: message, data }))
  await boss.start()
  const stopping = new AbortController()
  for (const job of jobs) {
    const notifyPollingIntervalSeconds = options.pollSeconds ?? pollSeconds(job)
    const working = { localConcurrency: job.concurrency ?? 1, notifyPollingIntervalSeconds }
    await boss.work<Envelope | null>(job.name, working, async (taken) => {
      for (const one of taken) await runJob({ runtime, boss, job }, one, AbortSignal.any([one.signal, stopping.signal]))
    })
  }
  return {
    stop: async () => {
      stopping.abort(new WorkerStopping())
      await boss.stop({ graceful: true, timeout: stopWithinMs })
    },
  }
}

/** Why a long job was asked to end early; it is tried again by another worker. */
export class WorkerStopping extends Error {
  override readonly name = "WorkerStopping"
  constructor() {
    super("The worker is stopping")
  }
}

type Running = { runtime: Runtime; boss: PgBoss; job: Job }

async function runJob({ runtime, boss, job }: Running, taken: BossJob<Envelope | null>, signal: AbortSignal) {
  const { database, log } = runtime
  if (!taken.data && job.scope === "environment") return fanOut({ runtime, boss, job })
  const environment = taken.data?.environmentId
    ? await database.prisma.environment.findUnique({ where: { id: taken.data.environmentId }, select: environmentRow })
    : installation
  if (!environment) return log.warn("job of an environment that is no more", { job: job.name, id: taken.id })
  const ctx = systemCtx(runtime, bind(environment), { name: `system:${job.name}`, permissions: job.permissions })
  try {
    await job.handle(ctx, taken.data?.payload ?? {}, signal)
  } catch (error) {
    const retries = taken.retryCount
    log.warn("job failed", { job: job.name, id: taken.id, retries, requestId: ctx.requestId, error })
    throw error
  }
}

/** A tick of the clock becomes one job in every environment. */
async function fanOut({ runtime, boss, job }: Running) {
  const environments = await runtime.database.prisma.environment.findMany({ select: { id: true } })
  const rows = environments.map(({ id }) => ({
    data: { environmentId: id, payload: {} } satisfies Envelope,
    singletonKey: singletonKey(id),
  }))
  await boss.insert(job.name, rows)
}

const environmentRow = { id: true, slug: true, kind: true } as const

const bind = ({ id, slug, kind }: { id: number; slug: string; kind: string }): CtxEnvironment => ({
  id,
  slug,
  kind: kind === "production" ? "production" : "sandbox",
})
