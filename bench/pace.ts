import { sweepMirror, sweptBelvo } from "@/bench/belvo"
import { atMost, type Figure, timed, told } from "@/bench/figure"
import type { Stage } from "@/bench/stage"
import { withClient } from "@/scripts/with-client"

const sweptLinks = 100_000
const timesBudget = 1.05
/** What the budget leaves to a sweep: 74 of 76 places in 30.5 seconds, evenly. */
const requestsPerSecond = 74 / 30.5

/** An unchanged sweep at Belvo's own limit, against the time that the budget leaves for its requests. */
export async function measurePace({ links, empty, log }: Stage): Promise<Figure[]> {
  const size = Math.min(sweptLinks, links)
  const mirror = await empty()
  const lifted = sweptBelvo(mirror, { links: size, latencyMs: 0 })
  await sweepMirror(lifted.ctx)
  // The other Belvo has seen none of what was asked for so far.
  await withClient(mirror.url, (client) => client.query("DELETE FROM belvo_request"))
  const limited = sweptBelvo(mirror, { world: lifted.sim.world, latencyMs: 100, limited: true })
  log(`a sweep of ${size} links at 80 requests in 30 s`)
  const { ms, answer } = await timed(() => sweepMirror(limited.ctx))
  const granted = answer.requests / requestsPerSecond
  return [
    atMost(
      `sweep at Belvo's limit, ${answer.requests} requests, time over what the budget leaves`,
      ms / 1_000 / granted,
      timesBudget,
      "×",
    ),
    atMost("sweep at Belvo's limit, requests refused", limited.refused(), 0),
    told("sweep at Belvo's limit", `${(ms / 1_000).toFixed(1)} s`),
  ]
}
