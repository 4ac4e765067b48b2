import { randomUUID } from "node:crypto"
import { setTimeout as sleep } from "node:timers/promises"
import { atLeast, atMost, type Figure, percentile, told } from "@/bench/figure"
import { processesOf } from "@/bench/memory"
import type { Mirror } from "@/bench/mirror"
import type { Stage } from "@/bench/stage"
import type { LoadOptions, LoadResult } from "@/bench/webhook-load"
import { runProcess, script } from "@/scripts/processes"
import { environmentSlug } from "@/scripts/stack/environment"
import { withClient } from "@/scripts/with-client"

/** A mirror and a server of their own, for the server does not survive this. */
const links = 1_500
const leastPerSecond = 300
const mostMs = 250
/** A little more than the bound, so that falling behind shows. */
const paced = { perSecond: 320, count: 6_400, seconds: 40, callers: 400 }
const full = { perSecond: 0, count: 6_000, seconds: 30, callers: 64 }
const killed = { perSecond: 0, count: 20_000, seconds: 8, callers: 64 }
const killAfterMs = 3_000

/** Webhooks from a process of its own over the loopback: at a given rate, as fast as it goes, and into a server that is killed. */
export async function measureWebhooks({ mirror, site, log }: Stage): Promise<Figure[]> {
  const below = await mirror(links)
  const web = await site(links)
  const authorization = below.settings.belvo.webhookAuthorization
  const target = { url: `${web.url}/api/webhooks/belvo/${environmentSlug}`, authorization }
  // The first thousands are compiled as they run.
  await load({ ...target, ...full, count: 4_000 })
  const steady = await load({ ...target, ...paced })
  const missing = await countMissing(below, steady)
  const burst = await load({ ...target, ...full })
  const dying = load({ ...target, ...killed })
  await sleep(killAfterMs)
  for (const pid of processesOf(web)) process.kill(Number(pid), "SIGKILL")
  const last = await dying
  log(`killed after ${last.stored.length} answers; ${last.failed} webhooks had none`)
  if (last.stored.length === 0 || last.failed === 0) throw new Error("The server was not killed under load")
  return [
    atLeast("webhooks a second, stored", steady.stored.length / steady.seconds, leastPerSecond),
    atMost("webhooks at that rate, p99", percentile(steady.ms, 0.99), mostMs, "ms"),
    told("webhooks at that rate, p50", `${percentile(steady.ms, 0.5).toFixed(1)} ms`),
    atMost("webhooks at that rate, refused or lost", steady.failed + missing, 0),
    told("webhooks a second as fast as it goes", String(Math.round(burst.stored.length / burst.seconds))),
    atMost("web killed under load, webhooks answered by 200 and lost", await countMissing(below, last), 0),
  ]
}

type Run = LoadResult & { run: string }

async function load(options: Omit<LoadOptions, "run">): Promise<Run> {
  const run = randomUUID()
  let out = ""
  const command = script("bench/webhook-load.ts", JSON.stringify({ ...options, run }))
  const code = await runProcess(command, { onOutput: (text) => (out += text) })
  if (code !== 0) throw new Error(`The load ended with ${code}: ${out.slice(-500)}`)
  return { ...(JSON.parse(out.slice(out.indexOf("{"))) as LoadResult), run }
}

/** Of those that were answered by 200, how many have no row. */
function countMissing({ url }: Mirror, { run, stored }: Run): Promise<number> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ n: number }>(
      "SELECT (raw::jsonb -> 'data' ->> 'n')::integer AS n FROM webhook_event WHERE raw LIKE '%' || $1 || '%'",
      [run],
    )
    const kept = new Set(rows.map(({ n }) => n))
    if (kept.size !== rows.length) throw new Error("A webhook was stored twice")
    return stored.filter((n) => !kept.has(n)).length
  })
}
