import { setTimeout as sleep } from "node:timers/promises"
import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { findActiveSweep, getSweep, type SweepRun } from "@/lib/sync/queries"
import { failAbandoned, insertRun } from "@/lib/sync/runs/commands"
import { runSweep } from "@/lib/sync/sweep/commands"

const lookEveryMs = 500

export type Foreground = { signal: AbortSignal; onProgress: (run: SweepRun) => void }

/**
 * One full sweep in this process; after one that another process works on, and as one whose process has just died.
 * Answers the run as it ended.
 */
export async function sweepInForeground(ctx: Ctx, { signal, onProgress }: Foreground): Promise<SweepRun> {
  const watching = new AbortController()
  const watched = watch(ctx, { until: watching.signal, onProgress })
  const finished = async (run: SweepRun) => {
    watching.abort()
    await watched
    onProgress(run)
    return run
  }
  try {
    for (;;) {
      const own = await openRun(ctx)
      const end = await runSweep(ctx, { signal })
      const ended = end && (await getSweep(ctx, end.runId))
      if (ended?.kind === "full") return await finished(ended)
      await sleep(lookEveryMs, undefined, { signal })
      const run = own ? await getSweep(ctx, own) : null
      if (run?.finishedAt) return await finished(run)
    }
  } finally {
    watching.abort()
    await watched
  }
}

/** Null where a sweep is waiting or under way. */
function openRun(ctx: Ctx): Promise<string | null> {
  return record(ctx, "mirror:write", async (tx) => {
    await failAbandoned(tx, ctx)
    return { result: await insertRun(tx, ctx, { cause: "command" }) }
  })
}

async function watch(
  ctx: Ctx,
  { until, onProgress }: { until: AbortSignal; onProgress: Foreground["onProgress"] },
): Promise<void> {
  while (!until.aborted) {
    const run = await findActiveSweep(ctx)
    if (run) onProgress(run)
    await sleep(lookEveryMs, undefined, { signal: until }).catch(() => undefined)
  }
}
