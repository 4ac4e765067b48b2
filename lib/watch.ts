import { setTimeout as sleep } from "node:timers/promises"
import type { Ctx } from "@/lib/ctx"
import type { Database } from "@/lib/db"

const everyMs = 1_000

export type Watching<T> = {
  /** What is watched, within the environment: whoever watches the same shares one question at a time. */
  name: string
  ask: (ctx: Ctx) => Promise<T>
  /** Ends it. */
  signal: AbortSignal
  onChange: (answer: T) => void
  /** Nothing comes any more. */
  onError: (error: unknown) => void
}

/** Tells an answer now and whenever it changes. Throws what the first question throws. */
export async function watchChanges<T>(ctx: Ctx, { name, ask, ...more }: Watching<T>): Promise<void> {
  const { signal, onChange, onError } = more
  const watcher: Watcher = { ask: () => ask(ctx), onChange: (answer) => onChange(answer as T), onError, told: "" }
  tell(watcher, await ask(ctx))
  if (signal.aborted) return
  const watch = watchOf(ctx, name)
  watch.watchers.add(watcher)
  signal.addEventListener("abort", () => watch.watchers.delete(watcher), { once: true })
  if (!watch.asking) void askOn(watch)
}

/** Those of one name ask the same, so that what one is answered is told to all. */
type Watcher = {
  ask: () => Promise<unknown>
  onChange: (answer: unknown) => void
  onError: (error: unknown) => void
  told: string
}
type Watch = { watchers: Set<Watcher>; asking: boolean; forget: () => void }
const watches = new WeakMap<Database, Map<string, Watch>>()

function watchOf({ database, environment }: Ctx, name: string): Watch {
  const ofDatabase = watches.get(database) ?? new Map<string, Watch>()
  watches.set(database, ofDatabase)
  const key = `${environment.id} ${name}`
  const watch = ofDatabase.get(key) ?? { watchers: new Set(), asking: false, forget: () => ofDatabase.delete(key) }
  ofDatabase.set(key, watch)
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
      const answer = await first.ask()
      for (const watcher of watch.watchers) tell(watcher, answer)
    }
  } catch (error) {
    for (const { onError } of watch.watchers) onError(error)
    watch.watchers.clear()
  } finally {
    watch.asking = false
    if (watch.watchers.size === 0) watch.forget()
  }
}

function tell(watcher: Watcher, answer: unknown): void {
  const text = JSON.stringify(answer)
  if (text === watcher.told) return
  watcher.told = text
  watcher.onChange(answer)
}
