import { record, type Tx } from "@/lib/db"
import { mine, RunLost } from "@/lib/sync/runs/commands"
import type { Sweep } from "@/lib/sync/sweep/commands"

/** What an answer adds to its run. `expected`: how many links there are at all, where nobody has said so yet. */
export type Totals = { seen: number; inserted: number; updated: number; unchanged: number; expected: number | null }
/** What one answer has to write. */
export type Part = (tx: Tx) => Promise<Totals | undefined>
/**
 * Resolves when the part is written, or rejects as it did, or as `RunLost` where the run is not ours any more. `isAlone`: it is run
 * once and by itself, since it changes more than the database; any other may be run again.
 */
export type Write = (part: Part, how?: { isAlone: boolean }) => Promise<void>

/** So many pages of new links keep readers of single links waiting for less than half a second. */
const partsAtOnce = 4

type Waiting = { part: Part; isAlone: boolean; done: PromiseWithResolvers<void> }

/** Writes one part after the other; what comes in meanwhile goes together, since a transaction costs as much as half a page. */
export function openWriter(sweep: Sweep): Write {
  const waiting: Waiting[] = []
  let isWriting = false
  const work = async () => {
    isWriting = true
    while (waiting.length > 0) await writeTogether(sweep, waiting.splice(0, mayGoTogether(waiting)))
    isWriting = false
  }
  return (part, { isAlone } = { isAlone: false }) => {
    const done = Promise.withResolvers<void>()
    waiting.push({ part, isAlone, done })
    if (!isWriting) void work()
    return done.promise
  }
}

function mayGoTogether(waiting: readonly Waiting[]): number {
  const alone = waiting.findIndex(({ isAlone }) => isAlone)
  return alone < 0 ? partsAtOnce : Math.min(Math.max(alone, 1), partsAtOnce)
}

/** Where one of them fails, each for itself, so that it alone does. */
async function writeTogether(sweep: Sweep, some: readonly Waiting[]): Promise<void> {
  try {
    await writeParts(
      sweep,
      some.map(({ part }) => part),
    )
    for (const { done } of some) done.resolve()
  } catch (error) {
    if (some.length > 1) for (const one of some) await writeTogether(sweep, [one])
    else for (const { done } of some) done.reject(error)
  }
}

/**
 * Parts of what the run has done, or nothing where the run is not ours any more. Does not wait for the disk: what a crash of
 * PostgreSQL takes away are pages together with the word that they were read, and they are read again.
 */
async function writeParts({ ctx, run, requests }: Sweep, parts: readonly Part[]): Promise<void> {
  await record(ctx, "mirror:write", async (tx) => {
    await tx.$queryRaw`SELECT set_config('synchronous_commit', 'off', true)`
    const totals = { seen: 0, inserted: 0, updated: 0, unchanged: 0 }
    let expected: number | null = null
    for (const part of parts) {
      const more = await part(tx)
      totals.seen += more?.seen ?? 0
      totals.inserted += more?.inserted ?? 0
      totals.updated += more?.updated ?? 0
      totals.unchanged += more?.unchanged ?? 0
      expected ??= more?.expected ?? null
    }
    const held = await tx.$executeRaw`
      UPDATE sweep_run SET heartbeat_at = clock_timestamp(), requests = ${requests()}, seen = seen + ${totals.seen}::integer,
        inserted = inserted + ${totals.inserted}::integer, updated = updated + ${totals.updated}::integer,
        unchanged = unchanged + ${totals.unchanged}::integer, expected = coalesce(expected, ${expected}::integer)
      WHERE ${mine(ctx, run)}`
    if (held === 0) throw new RunLost()
    return { result: undefined }
  })
}
