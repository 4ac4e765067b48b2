import type { Mirror } from "@/bench/mirror"
import type { Ctx } from "@/lib/ctx"
import { openDatabase } from "@/lib/db"
import { silentLog } from "@/lib/log"
import { sweepInForeground } from "@/lib/sync/foreground/commands"
import type { SweepRun } from "@/lib/sync/queries"
import { type BelvoSim, createBelvoSim } from "@/simulator/belvo"
import { createWorld } from "@/simulator/worlds/create-world"
import type { World } from "@/simulator/worlds/world"

type Options = ({ links: number } | { world: World }) & { latencyMs: number; limited?: boolean }
export type SweptBelvo = { ctx: Ctx; sim: BelvoSim; refused: () => number }

/** A Belvo in this process, so far away, with its own limits or none; then the budget is lifted, too. */
export function sweptBelvo({ ctx, settings }: Mirror, { latencyMs, limited = false, ...of }: Options): SweptBelvo {
  const key = { id: settings.belvo.secretId, password: settings.belvo.secretPassword }
  const now = () => new Date()
  const world = "world" in of ? of.world : createWorld("demo", { now: now(), links: of.links })
  const sim = createBelvoSim({ world, now, key, limits: { enforce: limited } })
  const base = ctx(["mirror:write", "keys:open", "links:read", "housekeeping"])
  let refused = 0
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const [answer] = await Promise.all([sim.fetch(input, init), new Promise((done) => setTimeout(done, latencyMs))])
    if (answer.status === 403 || answer.status === 429) refused++
    return answer
  }
  const belvoRequestsPer30s = limited ? base.env.belvoRequestsPer30s : 100_000
  return {
    sim,
    refused: () => refused,
    ctx: { ...base, fetch, log: silentLog, env: { ...base.env, belvoRequestsPer30s } },
  }
}

/** One full sweep, on connections of its own: they tell what they have written at the latest when they end. */
export async function sweepMirror(ctx: Ctx): Promise<SweepRun> {
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
