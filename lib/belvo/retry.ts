import type { BelvoError, Method } from "@/lib/belvo/errors"

export type Failure = {
  readonly error: BelvoError
  readonly interactive: boolean
  /** How often the call has been repeated so far. */
  readonly repeats: number
  /** Since the call began, waiting for the budget included. */
  readonly elapsedMs: number
}

/** A person waits no longer than this for a call and its repeats together. */
export const INTERACTIVE_MS = 10_000

/** How long to wait before the next attempt, or null: give up. `random` is 0 to 1. */
export function waitBeforeRepeat(failure: Failure, random: () => number): number | null {
  if (!REPEATABLE.has(failure.error.method)) return null
  const row = TABLE.find(({ matches }) => matches(failure.error))
  if (!row) return null
  const wait = (failure.interactive ? row.interactive : row.background)(failure.error)[failure.repeats]
  if (wait === undefined) return null
  const waitMs = Math.round(wait * (1 + JITTER * random()))
  return failure.interactive && failure.elapsedMs + waitMs > INTERACTIVE_MS - LEAST_ATTEMPT_MS ? null : waitMs
}

type Row = {
  readonly matches: (error: BelvoError) => boolean
  readonly background: (error: BelvoError) => readonly number[]
  readonly interactive: (error: BelvoError) => readonly number[]
}

/** Jitter only adds: Belvo's waits are minima. */
const JITTER = 0.25
const LEAST_ATTEMPT_MS = 1_000
const LONGEST_PAUSE_SECONDS = 600
/** What changes something at Belvo by being sent is sent once, whatever the answer: a person decides about more. */
const REPEATABLE: ReadonlySet<Method> = new Set<Method>(["GET", "DELETE"])
const never = () => []

/** One row a kind of failure, of calls that may be repeated at all. */
const TABLE: readonly Row[] = [
  { matches: (error) => error.kind === "throttled", background: pauses, interactive: never },
  {
    matches: (error) => error.belvoCode === "too_many_sessions",
    background: () => [120_000, 120_000],
    interactive: never,
  },
  {
    matches: (error) => isTransient(error),
    background: () => [3_000, 6_000, 12_000, 24_000, 48_000],
    interactive: () => [1_000, 2_000],
  },
]

/** A pause too long to sleep through is the job's to schedule. */
function pauses(error: BelvoError): number[] {
  if (error.kind !== "throttled" || error.retryAfterSeconds > LONGEST_PAUSE_SECONDS) return []
  return Array<number>(5).fill(error.retryAfterSeconds * 1_000)
}

const isTransient = (error: BelvoError): boolean =>
  error.kind === "network" ||
  error.kind === "timeout" ||
  (error.kind === "api" && (error.status === 408 || error.status >= 500))
