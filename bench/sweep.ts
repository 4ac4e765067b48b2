import { atMost, type Figure, timed, told } from "@/bench/figure"
import type { Mirror } from "@/bench/mirror"
import type { Stage } from "@/bench/stage"
import { writtenRows } from "@/bench/written"
import type { Ctx } from "@/lib/ctx"
import { openDatabase } from "@/lib/db"
import { silentLog } from "@/lib/log"
import { sweepInForeground } from "@/lib/sync/foreground/commands"
import type { SweepRun } from "@/lib/sync/queries"
import { createBelvoSim } from "@/simulator/belvo"
import { createWorld } from "@/simulator/worlds/create-world"

const sweptLinks = 100_000
const watched = ["link", "link_event", "link_count_delta", "audit_entry"]

/** A sweep of a world in which nothing has happened since the last: what PostgreSQL counted as written by it. */
export async function measureSweep({ links, empty, log }: Stage): Promise<Figure[]> {
  const size = Math.min(sweptLinks, links)
  const mirror = await empty()
  const ctx = sweepCtx(mirror, size)
  const first = await timed(() => sweep(ctx))
  log(`first sweep: ${first.answer.inserted} links in ${(first.ms / 1_000).toFixed(1)} s`)
  const before = await writtenRows(mirror)
  const second = await timed(() => sweep(ctx))
  const after = await writtenRows(mirror)
  if (first.answer.inserted !== size || second.answer.seen !== size) throw new Error("A sweep did not see every link")
  if ((before.get("link") ?? 0) < size) throw new Error("PostgreSQL has not counted what the first sweep wrote")
  const written = (table: string) => (after.get(table) ?? 0) - (before.get(table) ?? 0)
  return [
    ...watched.map((table) => atMost(`unchanged sweep of ${size}, rows written to ${table}`, written(table), 0)),
    told("unchanged sweep", `${(second.ms / 1_000).toFixed(1)} s, ${second.answer.requests} requests`),
  ]
}

/** With a Belvo in this process that stays as it is, and a budget that no sweep uses up. */
function sweepCtx({ ctx, settings }: Mirror, size: number): Ctx {
  const key = { id: settings.belvo.secretId, password: settings.belvo.secretPassword }
  const world = createWorld("demo", { now: new Date(), links: size })
  const sim = createBelvoSim({ world, now: () => new Date(), key, limits: { enforce: false } })
  const base = ctx(["mirror:write", "keys:open", "links:read", "housekeeping"])
  return { ...base, fetch: sim.fetch, log: silentLog, env: { ...base.env, belvoRequestsPer30s: 100_000 } }
}

/** On connections of its own: they tell what they have written at the latest when they end. */
async function sweep(ctx: Ctx): Promise<SweepRun> {
  const database = openDatabase(ctx.env.databaseUrl)
  try {
    const { signal } = new AbortController()
    const run = await sweepInForeground({ ...ctx, database }, { signal, onProgress: () => undefined })
    if (run.state !== "completed") throw new Error(`The sweep ended as ${run.state}: ${run.failure?.message}`)
    return run
  } finally {
    await database.close()
  }
}
