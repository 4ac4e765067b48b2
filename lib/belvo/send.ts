import { createAttempt } from "@/lib/belvo/attempt"
import type { Send, SendOptions } from "@/lib/belvo/call"
import { isBelvoError } from "@/lib/belvo/errors"
import { INTERACTIVE_MS, waitBeforeRepeat } from "@/lib/belvo/retry"

const BACKGROUND_MS = 30_000

/** Every attempt waits for the budget first; repeats follow the one table in retry.ts. */
export function createSend(options: SendOptions): Send {
  const { now, sleep, priority } = options
  const interactive = priority === "member" || priority === "visitor"
  const attempt = createAttempt(options)
  return async (call) => {
    const startedAt = now()
    const timeoutMs = call.timeoutMs ?? (interactive ? INTERACTIVE_MS : BACKGROUND_MS)
    for (let repeats = 0; ; repeats++) {
      const leftMs = interactive && repeats > 0 ? startedAt + INTERACTIVE_MS - now() : timeoutMs
      try {
        return await attempt(call, Math.max(1, Math.min(timeoutMs, leftMs)))
      } catch (error) {
        const progress = { interactive, repeats, elapsedMs: now() - startedAt }
        await sleep(waitOrThrow(error, progress, options))
      }
    }
  }
}

function waitOrThrow(
  error: unknown,
  progress: { interactive: boolean; repeats: number; elapsedMs: number },
  { random, log }: SendOptions,
): number {
  if (!isBelvoError(error)) throw error
  const waitMs = waitBeforeRepeat({ error, ...progress }, random)
  if (waitMs === null) throw error
  const { kind, belvoCode, method, path, requestId } = error
  log?.warn("A request to Belvo will be repeated", { kind, belvoCode, method, path, requestId, waitMs })
  return waitMs
}
