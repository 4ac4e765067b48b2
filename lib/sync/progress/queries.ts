import { setTimeout as sleep } from "node:timers/promises"
import type { Ctx } from "@/lib/ctx"
import { type Database, read } from "@/lib/db"
import type { ShellStatus, SweepProgress } from "@/lib/sync/progress/schema"
import { findActiveSweep, getMirrorStatus } from "@/lib/sync/queries"

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

const everyMs = 1_000

export type Watching = {
  /** Ends it. */
  signal: AbortSignal
  onProgress: (progress: SweepProgress) => void
  /** Nothing comes any more. */
  onError: (error: unknown) => void
}

/** Tells the progress of the environment's sweeps, now and at each change. Whoever watches an environment shares one question a second. */
export async function watchProgress(ctx: Ctx, { signal, onProgress, onError }: Watching): Promise<void> {
  const watcher: Watcher = { ctx, onProgress, onError, told: "" }
  tell(watcher, await getSweepProgress(ctx))
  if (signal.aborted) return
  const watch = watchOf(ctx)
  watch.watchers.add(watcher)
  signal.addEventListener("abort", () => watch.watchers.delete(watcher), { once: true })
  if (!watch.asking) void askOn(watch)
}

type Watcher = Pick<Watching, "onProgress" | "onError"> & { ctx: Ctx; told: string }
type Watch = { watchers: Set<Watcher>; asking: boolean }
const watches = new WeakMap<Database, Map<number, Watch>>()

function watchOf({ database, environment }: Ctx): Watch {
  const ofDatabase = watches.get(database) ?? new Map<number, Watch>()
  watches.set(database, ofDatabase)
  const watch = ofDatabase.get(environment.id) ?? { watchers: new Set(), asking: false }
  ofDatabase.set(environment.id, watch)
  return watch
}

/** Until nobody watches, or the question fails. */
async function askOn(watch: Watch): Promise<void> {
  watch.asking = true
  try {
    for (;;) {
      await sleep(everyMs, undefined, { ref: false })
      const [first] = watch.watchers
      if (!first) break
      const progress = await getSweepProgress(first.ctx)
      for (const watcher of watch.watchers) tell(watcher, progress)
    }
  } catch (error) {
    for (const { onError } of watch.watchers) onError(error)
    watch.watchers.clear()
  } finally {
    watch.asking = false
  }
}

function tell(watcher: Watcher, progress: SweepProgress): void {
  const text = JSON.stringify(progress)
  if (text === watcher.told) return
  watcher.told = text
  watcher.onProgress(progress)
}
