import { randomUUID } from "node:crypto"
import { setTimeout as sleep } from "node:timers/promises"
import { assertNoTransaction, type Database } from "@/lib/db"
import { AppError } from "@/lib/errors"

const priorities = { member: 0, visitor: 1, webhook: 2, sweep: 3 } as const
export type BudgetPriority = keyof typeof priorities

/** One log of requests for everybody who calls this host. `limit` is what Belvo grants in 30 s; 5 % of it is never used. */
export type Budget = { database: Database; host: string; limit: number }

export const usable = (limit: number): number => Math.floor(limit * 0.95)

/** Who looks at a page waits no longer than this; the clock and the webhooks have all the time there is. */
export const patienceMs: Record<BudgetPriority, number> = {
  member: 5_000,
  visitor: 5_000,
  webhook: Number.POSITIVE_INFINITY,
  sweep: Number.POSITIVE_INFINITY,
}

/** No place in the budget came in time: nothing was sent. */
export class BudgetBusy extends AppError {
  override readonly name = "BudgetBusy"
  constructor(seconds: number) {
    const code = "UNAVAILABLE"
    super(code, "budgetBusy", { values: { seconds }, detail: `no place in the budget for ${seconds} s` })
  }
}

/** Of `cost` requests. Who has fired `signal` waits no longer. */
export type Asking = { cost: number; priority: BudgetPriority; signal?: AbortSignal | undefined }

/**
 * Resolves when `cost` requests may be sent, with that moment by the database's clock. People go first; background calls come evenly. Throws BudgetBusy as soon as it is
 * known that somebody would wait longer than `patienceMs`, and the signal's reason as soon as it fires.
 */
export async function acquire(budget: Budget, asking: Asking): Promise<Date> {
  assertNoTransaction("A request to Belvo")
  const { priority, signal } = asking
  const waiter = randomUUID()
  const deadline = performance.now() + patienceMs[priority]
  signal?.throwIfAborted()
  for (;;) {
    const { waitMs, at } = await ask(budget, asking, waiter)
    if (waitMs === 0) {
      signal?.throwIfAborted()
      return at
    }
    const isTooLong = performance.now() + waitMs > deadline
    if (!isTooLong) await sleepUnless(Math.min(waitMs, longestSleepMs), signal)
    if (isTooLong || signal?.aborted) {
      await giveUp(budget, waiter)
      throw signal?.aborted ? signal.reason : new BudgetBusy(Math.max(1, Math.ceil(waitMs / 1_000)))
    }
  }
}

/** Ends early, and without an error, where the signal fires. */
export async function sleepUnless(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(ms, undefined, signal ? { signal } : {}).catch((error: unknown) => {
    if (!signal?.aborted) throw error
  })
}

// A waiter that has not asked again for three seconds is taken for gone.
const longestSleepMs = 1_000

export const longestPauseSeconds = 600

/** Nobody sends for `seconds`, at most ten minutes: Belvo has throttled one of us, and says so again if it still means it then. */
export async function pause({ database, host }: Budget, seconds: number): Promise<void> {
  const capped = Math.min(seconds, longestPauseSeconds)
  await database.prisma.$executeRaw`
    INSERT INTO belvo_host (host, paused_until) VALUES (${host}, clock_timestamp() + make_interval(secs => ${capped}))
    ON CONFLICT (host) DO UPDATE SET paused_until = greatest(belvo_host.paused_until, excluded.paused_until)`
}

// When this process last noted an answer of a host, by its own steady clock: nobody sees an outage end a moment later.
const answeredAt = new Map<string, number>()
const noteEveryMs = 500

/** Any answer below 500 ends a streak of failures; a dead network, a time-out or a 5xx begins or lengthens one. */
export async function noteAnswer({ database, host }: Budget, answered: boolean): Promise<void> {
  if (answered) {
    const now = performance.now()
    if (now - (answeredAt.get(host) ?? Number.NEGATIVE_INFINITY) < noteEveryMs) return
    answeredAt.set(host, now)
    await database.prisma.$executeRaw`
      UPDATE belvo_host SET failures = 0, failing_since = NULL WHERE host = ${host} AND failures > 0`
    return
  }
  answeredAt.delete(host)
  await database.prisma.$executeRaw`
    INSERT INTO belvo_host (host, failures, failing_since) VALUES (${host}, 1, clock_timestamp())
    ON CONFLICT (host) DO UPDATE SET failures = belvo_host.failures + 1,
      failing_since = coalesce(belvo_host.failing_since, excluded.failing_since)`
}

// One failure is an accident, and the next request may already go well.
const failuresOfAnOutage = 3

/** Since when this host has not answered; null while it does. */
export async function failingSince({ database, host }: Budget): Promise<Date | null> {
  const row = await database.prisma.belvoHost.findUnique({ where: { host } })
  return row && row.failures >= failuresOfAnOutage ? row.failingSince : null
}

export type Usage = { used: number; limit: number; pausedSeconds: number }

/** Requests of the last 30 s against what may be used, and how long a pause still lasts. */
export async function usage({ database, host, limit }: Budget): Promise<Usage> {
  const [row] = await database.prisma.$queryRaw<{ used: number; paused: number }[]>`
    SELECT (SELECT count(*)::integer FROM belvo_request WHERE host = ${host} AND at > clock_timestamp() - interval '30 seconds') AS used,
           coalesce((SELECT greatest(0, extract(epoch FROM paused_until - clock_timestamp()))::float8 FROM belvo_host WHERE host = ${host}), 0) AS paused`
  return { used: row?.used ?? 0, limit: usable(limit), pausedSeconds: Math.ceil(row?.paused ?? 0) }
}

async function ask({ database, host, limit }: Budget, { cost, priority }: Asking, waiter: string) {
  const [row] = await database.prisma.$queryRaw<{ waitMs: number; at: Date }[]>`
    SELECT acquire_belvo(${host}, ${priorities[priority]}::smallint, ${waiter}::uuid, ${usable(limit)}::integer, ${cost}::integer) AS "waitMs",
      clock_timestamp() AS at`
  if (!row) throw new Error("acquire_belvo answered nothing")
  return row
}

/** Who has gone holds up nobody behind. */
async function giveUp({ database, host }: Budget, waiter: string): Promise<void> {
  await database.prisma.$executeRaw`DELETE FROM belvo_waiter WHERE host = ${host} AND id = ${waiter}::uuid`
}
