import { sweepMirror, sweptBelvo } from "@/bench/belvo"
import { atMost, type Figure, timed, told } from "@/bench/figure"
import type { Stage } from "@/bench/stage"
import { writtenRows } from "@/bench/written"

const sweptLinks = 100_000
const watched = ["link", "link_event", "link_count_delta", "audit_entry"]

/** A sweep of a world in which nothing has happened since the last: what PostgreSQL counted as written by it. */
export async function measureSweep({ links, empty, log }: Stage): Promise<Figure[]> {
  const size = Math.min(sweptLinks, links)
  const mirror = await empty()
  await using belvo = await sweptBelvo(mirror, { links: size, latencyMs: 0 })
  const { ctx } = belvo
  const first = await timed(() => sweepMirror(ctx))
  log(`first sweep: ${first.answer.inserted} links in ${(first.ms / 1_000).toFixed(1)} s`)
  const before = await writtenRows(mirror)
  const second = await timed(() => sweepMirror(ctx))
  const after = await writtenRows(mirror)
  if (first.answer.inserted !== size || second.answer.seen !== size) throw new Error("A sweep did not see every link")
  if ((before.get("link") ?? 0) < size) throw new Error("PostgreSQL has not counted what the first sweep wrote")
  const written = (table: string) => (after.get(table) ?? 0) - (before.get(table) ?? 0)
  return [
    ...watched.map((table) => atMost(`unchanged sweep of ${size}, rows written to ${table}`, written(table), 0)),
    told("unchanged sweep", `${(second.ms / 1_000).toFixed(1)} s, ${second.answer.requests} requests`),
  ]
}
