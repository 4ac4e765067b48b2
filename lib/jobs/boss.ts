import { AsyncLocalStorage } from "node:async_hooks"
import { type Clock, fromPrisma, PgBoss } from "pg-boss"
import { z } from "zod"
import type { Tx } from "@/lib/db"
import type { Job } from "@/lib/jobs/job"

export type EnqueueOptions = {
  /** Tells apart what may run side by side in one environment; without it a folding job is one an environment. */
  key?: string
  /** One for all payloads, or one for each. */
  startAfter?: Date | readonly Date[]
}
export type Envelope = { environmentId: number; payload: unknown }

/** Commits with the caller's transaction, in whose environment the job will run. Several payloads are several jobs. */
export async function enqueue<Input extends object>(
  tx: Tx,
  job: Pick<Job<Input>, "name" | "scope" | "input">,
  payload: Input | readonly Input[],
  { key = "", startAfter }: EnqueueOptions = {},
): Promise<void> {
  const payloads: readonly Input[] = isList(payload) ? payload : [payload]
  if (payloads.length === 0) return
  const environmentId = job.scope === "environment" ? await boundEnvironment(tx) : 0
  const rows = payloads.map((one, at) => {
    const start = startAfter instanceof Date ? startAfter : startAfter?.[at]
    return {
      data: { environmentId, payload: one } satisfies Envelope,
      singletonKey: singletonKey(environmentId, key),
      ...(start ? { startAfter: start.toISOString() } : {}),
    }
  })
  await underway.run(tx, async () => (await startedSender()).insert(job.name, rows, { db: fromPrisma(tx) }))
}

/** Whether one of this folding job waits already in the environment, so that a run is still to begin. */
export async function isWaiting<Input>(tx: Tx, job: Job<Input>, environmentId: number): Promise<boolean> {
  const options = { db: fromPrisma(tx), key: singletonKey(environmentId), queued: true }
  const found = await underway.run(tx, async () => (await startedSender()).findJobs(job.name, options))
  return found.some(({ state }) => state === "created")
}

/** Failed jobs of one queue run once more, as if they had a try left; answers how many. Commits with the caller's transaction. */
export async function retryFailed(tx: Tx, name: string, ids: string[]): Promise<number> {
  const answer = await underway.run(tx, async () => (await startedSender()).retry(name, ids, { db: fromPrisma(tx) }))
  return retryAnswer.parse(answer).affected
}

/** pg-boss's own type of this answer is empty. */
const retryAnswer = z.object({ affected: z.number() })

export const singletonKey = (environmentId: number, key = ""): string => `${environmentId}:${key}`

const underway = new AsyncLocalStorage<Tx>()
let sender: Promise<PgBoss> | undefined

/** pg-boss as a writer of rows: no connection and no timers of its own, every statement goes through the caller's transaction. */
function startedSender(): Promise<PgBoss> {
  sender ??= new PgBoss({ db: callersTransaction, clock: still, migrate: false, supervise: false, schedule: false })
    .start()
    .catch((error: unknown) => {
      sender = undefined
      throw error
    })
  return sender
}

const callersTransaction = {
  executeSql(text: string, values?: unknown[]) {
    const tx = underway.getStore()
    if (!tx) throw new Error("pg-boss asked the database outside a transaction of ours")
    // Prisma reads no regclass, which pg-boss asks for to see that it is installed.
    return fromPrisma(tx).executeSql(text.replace(/(to_regclass\([^)]*\)) as name/, "$1::text as name"), values)
  },
}

const still: Clock = {
  now: Date.now,
  setTimeout: () => undefined,
  clearTimeout: () => undefined,
  setInterval: () => undefined,
  clearInterval: () => undefined,
}

async function boundEnvironment(tx: Tx): Promise<number> {
  const [row] = await tx.$queryRaw<{ id: number | null }[]>`SELECT bound_environment() AS id`
  if (!row?.id) throw new Error("enqueue outside an environment: the job would not know where to run")
  return row.id
}

const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value)
