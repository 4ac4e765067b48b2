import { join } from "node:path"
import { type Mirror, openMirror } from "@/bench/mirror"
import { openSite, type Site } from "@/bench/site"
import { buildApp } from "@/scripts/build-app"
import { startPostgres } from "@/scripts/postgres"
import { runStep } from "@/scripts/stack/run-step"
import { stackSettings } from "@/scripts/stack/settings"

export type Stage = {
  /** How many links the large mirror has. */
  links: number
  log: (line: string) => void
  /** A database with so many links; made at the first call. */
  mirror: (links: number) => Promise<Mirror>
  /** One with as many links, and a year of history. */
  past: (links: number) => Promise<Mirror>
  /** The built application over it, with somebody signed in; started at the first call. */
  site: (links: number) => Promise<Site>
  /** A database of the product without links, made anew. */
  empty: () => Promise<Mirror>
  close: () => Promise<void>
}

/** What a small installation has, against which the large one is held. */
export const smallLinks = 10_000

const dataDir = join(import.meta.dirname, "../.data-bench")
const distDir = ".next-bench"

export type StageOptions = { links: number; signal: AbortSignal; log: (line: string) => void }

/** PostgreSQL in a data folder of its own; databases and servers come as they are asked for. */
export async function createStage({ links, signal, log }: StageOptions): Promise<Stage> {
  const running = new AsyncDisposableStack()
  const postgres = await startPostgres({ dataDir, log })
  running.defer(postgres.stop)
  const settings = await stackSettings(dataDir, 0)
  const folders = { dataDir, distDir }

  const mirror = once((size: number) => {
    const made = () => openMirror({ postgres, settings, folders, links: size })
    return runStep(log, `a mirror of ${size} links`, made).then(closed)
  })
  const past = once((size: number) => {
    const made = () => openMirror({ postgres, settings, folders, links: size, past: true })
    return runStep(log, `a mirror of ${size} links and a year of history`, made).then(closed)
  })
  const closed = (opened: Mirror): Mirror => {
    running.defer(opened.close)
    return opened
  }
  const built = once((folder: string) => runStep(log, "build", () => buildApp(folder, signal)))
  const site = once(async (size: number) => {
    const below = await mirror(size)
    await built(distDir)
    const opened = await openSite(below, { dataDir, signal })
    running.defer(opened.stop)
    return opened
  })
  const empty = async () => closed(await openMirror({ postgres, settings, folders, links: 0 }))
  return { links, log, mirror, past, site, empty, close: () => running.disposeAsync() }
}

/** The same promise for the same key. */
function once<Key, Value>(make: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
  const made = new Map<Key, Promise<Value>>()
  return (key) => {
    const promise = made.get(key) ?? make(key)
    made.set(key, promise)
    return promise
  }
}
