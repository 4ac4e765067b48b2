import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import type { ShellStatus, SweepProgress } from "@/lib/sync/progress/schema"
import { findActiveSweep, getMirrorStatus } from "@/lib/sync/queries"
import { watchChanges } from "@/lib/watch"

/** What the frame of every page says: a delta sweep is not "syncing", as nobody has to wait for it. */
export async function getShellStatus(ctx: Ctx): Promise<ShellStatus> {
  const status = await getMirrorStatus(ctx)
  const ofEnvironment = { environmentId: ctx.environment.id }
  return read(ctx, "links:read", async (db) => {
    const last = await db.sweepRun.findFirst({
      where: { ...ofEnvironment, state: "completed" },
      orderBy: { createdAt: "desc" },
      select: { startedAt: true },
    })
    const active = await db.sweepRun.count({
      where: { ...ofEnvironment, kind: "full", state: { in: ["queued", "running"] } },
    })
    return { ...status, running: active > 0, freshAt: last?.startedAt ?? null }
  })
}

export async function getSweepProgress(ctx: Ctx): Promise<SweepProgress> {
  const run = await findActiveSweep(ctx)
  if (!run) return { run: null }
  const { id, kind, state, phase, startedAt, cancelRequestedAt } = run
  const { expected, seen, missing, checked, requests, inserted, updated, removed } = run
  const counts = { expected, seen, missing, checked, requests, inserted, updated, removed }
  return { run: { id, kind, state, phase, startedAt, cancelRequestedAt, ...counts } }
}

export type Watching = {
  /** Ends it. */
  signal: AbortSignal
  onProgress: (progress: SweepProgress) => void
  /** Nothing comes any more. */
  onError: (error: unknown) => void
}

/** Tells the progress of the environment's sweeps, now and at each change. */
export const watchProgress = (ctx: Ctx, { onProgress, ...watching }: Watching): Promise<void> =>
  watchChanges(ctx, { ...watching, name: "sweep", ask: getSweepProgress, onChange: onProgress })
