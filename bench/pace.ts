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
  await using belvo = await sweptBelvo(mirror, { links: size, latencyMs: 100 })
  await sweepMirror(belvo.ctx)
  // Belvo begins to count when its limits begin to hold.
  await withClient(mirror.url, (client) => client.query("DELETE FROM belvo_request"))
  const limited = await belvo.limit()
  log(`a sweep of ${size} links at 80 requests in 30 s`)
  const { ms, answer } = await timed(() => sweepMirror(limited))
  const granted = answer.requests / requestsPerSecond
  return [
    atMost(
      `sweep at Belvo's limit, ${answer.requests} requests, time over what the budget leaves`,
      ms / 1_000 / granted,
      timesBudget,
      "×",
    ),
    atMost("sweep at Belvo's limit, requests refused", belvo.refused(), 0),
    told("sweep at Belvo's limit", `${(ms / 1_000).toFixed(1)} s`),
  ]
}
