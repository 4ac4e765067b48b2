import { setTimeout as sleep } from "node:timers/promises"
import { isBelvoError } from "@/lib/belvo/errors"
import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { AppError } from "@/lib/errors"
import { planDelta } from "@/lib/sync/delta/commands"
import { rereadUnseen } from "@/lib/sync/delta/unseen/commands"
import { hasUnnamedInstitution, mirrorInstitutions } from "@/lib/sync/institutions/commands"
import { heartbeatMs, takeoverAfterMs } from "@/lib/sync/rules"
import {
  beat,
  claimRun,
  type Ending,
  finishRun,
  type HeldRun,
  RunLost,
  releaseRun,
  startConfirming,
} from "@/lib/sync/runs/commands"
import type { SweepFailure, SweepState } from "@/lib/sync/schema"
import { confirmMissing } from "@/lib/sync/sweep/missing/commands"
import { planAll, planOnce } from "@/lib/sync/windows/commands"
import { readWindows } from "@/lib/sync/windows/reading/commands"
import { findRefusal } from "@/lib/sync/windows/refusals/commands"

/** Everything that a step of a sweep needs; `requests` counts what has left for Belvo. */
export type Sweep = { ctx: Ctx; run: HeldRun; signal: AbortSignal; requests: () => number }
export type SweepEnd = { runId: string; state: SweepState; failure: SweepFailure | null }

class Cancelled extends Error {}

/**
 * Works on the environment's waiting sweep, or on one whose process died, until it ends; null where there is none. A fired
 * `signal` hands the run back unfinished and throws its reason; whatever the next holder needs stands in the database.
 */
export async function runSweep(ctx: Ctx, { signal }: { signal: AbortSignal }): Promise<SweepEnd | null> {
  const run = await claimRun(ctx)
  if (!run) return null
  const stop = new AbortController()
  const heart = startHeart(ctx, run, stop)
  const { counted, requests } = counting(ctx, run.requests)
  const ended = AbortSignal.any([signal, stop.signal])
  const sweep: Sweep = { ctx: { ...counted, signal: ended }, run, signal: ended, requests }
  try {
    return await end(sweep, await work(sweep))
  } catch (error) {
    if (error instanceof RunLost) return null
    if (signal.aborted) {
      await releaseRun(ctx, run)
      throw signal.reason
    }
    const failure = failureOf(error) ?? (await hindranceOf(error, sweep))
    if (failure) return await end(sweep, { state: "failed", failure })
    await releaseRun(ctx, run)
    throw error
  } finally {
    clearInterval(heart)
  }
}

/** The same, and for as long as it takes to miss a dead process: a sweep that one was working on is then ours. */
export async function takeUpSweep(ctx: Ctx, { signal }: { signal: AbortSignal }): Promise<void> {
  for (let waitedMs = 0; waitedMs <= takeoverAfterMs + heartbeatMs; waitedMs += lookEveryMs) {
    if (await runSweep(ctx, { signal })) return
    await sleep(lookEveryMs, undefined, { signal })
  }
}

const lookEveryMs = 1_000

async function work(sweep: Sweep): Promise<Ending> {
  const { ctx, run } = sweep
  const steps = async (): Promise<Ending> => {
    if (run.phase === "pages") {
      await planOnce(ctx, run, () => (run.kind === "delta" ? planDelta(ctx) : planAll(ctx)))
      await readWindows(sweep)
      await startConfirming(ctx, run)
    }
    await nameInstitutions(ctx)
    if (run.kind === "delta") return rereadUnseen(sweep)
    const ending = await confirmMissing(sweep)
    const failure = ending.state === "completed" ? await findRefusal(ctx, run) : null
    return failure ? { ...ending, state: "failed", failure } : ending
  }
  try {
    return await unlessAborted(steps(), sweep.signal)
  } catch (error) {
    if (error instanceof Cancelled) return { state: "cancelled" }
    throw error
  }
}

/** Names are for the eye: a sweep does not fail for want of them. */
async function nameInstitutions(ctx: Ctx): Promise<void> {
  if (!(await hasUnnamedInstitution(ctx))) return
  try {
    await mirrorInstitutions(ctx)
  } catch (error) {
    if (!isBelvoError(error)) throw error
    ctx.log.warn("institutions were not read", { code: error.belvoCode, requestId: error.requestId })
  }
}

/**
 * Belvo may take half a minute to answer, a person who cancels should not wait for it. What is left behind can write nothing any
 * more: the run has no holder, or another one.
 */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  work.catch(() => undefined)
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason)
    if (signal.aborted) leave()
    signal.addEventListener("abort", leave, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave))
  })
}

async function end({ ctx, run }: Sweep, ended: Ending): Promise<SweepEnd> {
  await finishRun(ctx, run, ended)
  const { state, failure = null } = ended
  ctx.log.info("sweep ended", { environment: ctx.environment.slug, run: run.id, state, failure })
  return { runId: run.id, state, failure }
}

/** Beats while a request waits for the budget or for Belvo, too; there it also hears of a person's wish to cancel. */
function startHeart(ctx: Ctx, run: HeldRun, stop: AbortController): NodeJS.Timeout {
  const once = async () => {
    try {
      const { cancelled } = await beat(ctx, run)
      if (cancelled) stop.abort(new Cancelled())
    } catch (error) {
      if (error instanceof RunLost) stop.abort(error)
      else ctx.log.warn("a sweep's heartbeat was not written", { run: run.id, error })
    }
  }
  return setInterval(once, heartbeatMs)
}

function counting(ctx: Ctx, before: number): { counted: Ctx; requests: () => number } {
  let sent = before
  const fetch: typeof ctx.fetch = (input, init) => {
    sent++
    return ctx.fetch(input, init)
  }
  return { counted: { ...ctx, fetch }, requests: () => sent }
}

/** What Belvo did to it is how a sweep ends; anything else is ours, and tried again. */
function failureOf(error: unknown): SweepFailure | null {
  if (!isBelvoError(error)) return null
  const { kind, belvoCode, message, requestId } = error
  return { kind, code: belvoCode, message, requestId }
}

const hindrances: Readonly<Record<string, string>> = {
  keyDoesNotOpen: "key_does_not_open",
  belvoHostNotAllowed: "host_not_allowed",
}

/**
 * Repeating it opens no key and allows no host, and keeps the sweeps of other environments waiting. Where pages were read already it
 * worked before, and goes on from them once it works again.
 */
async function hindranceOf(error: unknown, { ctx, run }: Sweep): Promise<SweepFailure | null> {
  if (!(error instanceof AppError)) return null
  const kind = hindrances[error.key]
  if (!kind || run.phase !== "pages" || (await hasPage(ctx, run))) return null
  return { kind, code: kind, message: error.message, requestId: null }
}

const hasPage = (ctx: Ctx, { id }: HeldRun): Promise<boolean> =>
  read(ctx, "mirror:write", async (db) => {
    const where = { environmentId: ctx.environment.id, runId: id }
    return (await db.sweepPage.findFirst({ where, select: { page: true } })) !== null
  })
