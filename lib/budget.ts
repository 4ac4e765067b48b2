import { randomUUID } from "node:crypto"
import { setTimeout as sleep } from "node:timers/promises"
import { assertNoTransaction, type Database } from "@/lib/db"

const priorities = { member: 0, visitor: 1, webhook: 2, sweep: 3 } as const
export type BudgetPriority = keyof typeof priorities

/** One log of requests for everybody who calls this host. `limit` is what Belvo grants in 30 s; 5 % of it is never used. */
export type Budget = { database: Database; host: string; limit: number }

export const usable = (limit: number): number => Math.floor(limit * 0.95)

/** Resolves when `cost` requests may be sent. People go first; background calls come evenly. */
export async function acquire(budget: Budget, cost: number, priority: BudgetPriority): Promise<void> {
  assertNoTransaction("A request to Belvo")
  const waiter = randomUUID()
  for (;;) {
    const waitMs = await ask(budget, cost, priority, waiter)
    if (waitMs === 0) return
    await sleep(waitMs)
  }
}

/** Nobody sends for `seconds`: Belvo has throttled one of us. */
export async function pause({ database, host }: Budget, seconds: number): Promise<void> {
  await database.prisma.$executeRaw`
    INSERT INTO belvo_host (host, paused_until) VALUES (${host}, clock_timestamp() + make_interval(secs => ${seconds}))
    ON CONFLICT (host) DO UPDATE SET paused_until = greatest(belvo_host.paused_until, excluded.paused_until)`
}

export type Usage = { used: number; limit: number; pausedSeconds: number }

/** Requests of the last 30 s against what may be used, and how long a pause still lasts. */
export async function usage({ database, host, limit }: Budget): Promise<Usage> {
  const [row] = await database.prisma.$queryRaw<{ used: number; paused: number }[]>`
    SELECT (SELECT count(*)::integer FROM belvo_request WHERE host = ${host} AND at > clock_timestamp() - interval '30 seconds') AS used,
           coalesce((SELECT greatest(0, extract(epoch FROM paused_until - clock_timestamp()))::float8 FROM belvo_host WHERE host = ${host}), 0) AS paused`
  return { used: row?.used ?? 0, limit: usable(limit), pausedSeconds: Math.ceil(row?.paused ?? 0) }
}

async function ask({ database, host, limit }: Budget, cost: number, priority: BudgetPriority, waiter: string) {
  const [row] = await database.prisma.$queryRaw<{ wait: number }[]>`
    SELECT acquire_belvo(${host}, ${priorities[priority]}::smallint, ${waiter}::uuid, ${usable(limit)}::integer, ${cost}::integer) AS wait`
  if (!row) throw new Error("acquire_belvo answered nothing")
  return row.wait
}
