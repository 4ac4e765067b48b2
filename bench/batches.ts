import { randomUUID } from "node:crypto"
import { asEngineer } from "@/bench/engineer"
import { atMost, type Figure, p95, timed, told } from "@/bench/figure"
import { watchOwnMemory } from "@/bench/memory"
import type { Mirror } from "@/bench/mirror"
import type { Stage } from "@/bench/stage"
import { confirmBatch, createBatch } from "@/lib/batches/commands"
import { listItems } from "@/lib/batches/items/queries"
import { itemListParams } from "@/lib/batches/items/schema"
import { getPreview } from "@/lib/batches/preview/queries"
import { findBatch } from "@/lib/batches/queries"
import { claimItem, settleAnswered } from "@/lib/batches/running/settling/commands"
import { mostLinks } from "@/lib/batches/schema"
import { databaseNow, read } from "@/lib/db"
import { linkSelection } from "@/lib/links/selection/schema"
import { applyLinks } from "@/lib/mirror/commands"
import { withClient } from "@/scripts/with-client"

const mostSeconds = 10
const mostPageMs = 1_000
const mostMiB = 256
const deed = { kind: "refresh" } as const
const settled = 500

/** A batch of nearly 100,000 links, by the commands of its page and its job; taken back, so that it can be done again. */
export async function measureBatches({ links, mirror, log }: Stage): Promise<Figure[]> {
  const large = await mirror(links)
  await withClient(large.url, (client) => client.query(forget))
  const engineer = await asEngineer(large)
  const { params, matching } = await chooseWorking(large)
  log(`${matching} links match ${params}`)
  const snapshotAt = new Date().toISOString()
  const selection = linkSelection.parse({ kind: "list", params, expectedCount: matching, snapshotAt })
  const memory = watchOwnMemory()
  const drafted = await besideWrites(large, () => createBatch(engineer, { deed, selection }))
  const { id: batchId } = drafted.answer
  const preview = await timed(() => getPreview(engineer, { batchId }))
  const first = await timed(() => listItems(engineer, { batchId, params: itemListParams.parse({}) }))
  const { links: chosen } = preview.answer
  const confirmed = await besideWrites(large, () => confirmBatch(engineer, { batchId, confirmation: String(chosen) }))
  const page = await timed(() => findBatch(engineer, { batchId }))
  const results = await recordResults(large, batchId)
  const grown = memory.stop()
  await withClient(large.url, (client) => client.query(forget))
  return [
    atMost(`a batch of ${matching} links, frozen and judged`, drafted.ms / 1_000, mostSeconds, "s"),
    atMost("the slowest write of the mirror meanwhile", drafted.slowestMs, mostPageMs, "ms"),
    atMost(`${chosen} confirmed and judged again`, confirmed.ms / 1_000, mostSeconds, "s"),
    atMost("the slowest write of the mirror meanwhile", confirmed.slowestMs, mostPageMs, "ms"),
    atMost("what it would do, summed up for its page", preview.ms, mostPageMs, "ms"),
    atMost("what came of its links, summed up for its page", page.ms, mostPageMs, "ms"),
    told("the first fifty of its links", `${first.ms.toFixed(1)} ms`),
    told("a result kept, p95", `${p95(results).toFixed(1)} ms`),
    atMost("a batch, memory grows by", grown, mostMiB, "MiB"),
  ]
}

/** A filter of the list of links that as many match as one batch may have, or nearly. */
async function chooseWorking({ url }: Mirror): Promise<{ params: string; matching: number }> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ from: string; matching: number }>(
      `WITH days AS (SELECT (created_at AT TIME ZONE 'UTC')::date AS day, count(*) AS links FROM link
         WHERE removed_at IS NULL AND status = 'valid' GROUP BY 1),
       summed AS (SELECT day, sum(links) OVER (ORDER BY day DESC) AS links FROM days)
       SELECT day::text AS "from", links::integer AS matching FROM summed WHERE links <= $1 ORDER BY day LIMIT 1`,
      [mostLinks],
    )
    const [found] = rows
    if (!found) throw new Error("No link works")
    return { params: `status=valid&createdFrom=${found.from}`, matching: found.matching }
  })
}

/** While the work goes on, one link of the batch is seen again and again, as a webhook or a sweep would. */
async function besideWrites<T>(mirror: Mirror, work: () => Promise<T>) {
  let isOver = false
  const writes: number[] = []
  const beside = async () => {
    while (!isOver) writes.push((await timed(() => seeOne(mirror))).ms)
  }
  const [done] = await Promise.all([
    timed(work).finally(() => {
      isOver = true
    }),
    beside(),
  ])
  return { ...done, slowestMs: Math.max(...writes) }
}

async function seeOne(mirror: Mirror): Promise<void> {
  const ctx = mirror.ctx(["mirror:write", "links:read"])
  const newest = { where: { status: "valid", removedAt: null }, orderBy: { createdAt: "desc" } } as const
  const row = await read(ctx, "links:read", (db) => db.link.findFirstOrThrow(newest))
  const observedAt = await databaseNow(ctx)
  const texts = { createdAtText: row.createdAt.toISOString(), lastAccessedAtText: observedAt.toISOString() }
  await applyLinks(ctx, {
    links: [{ ...row, ...texts, lastAccessedAt: observedAt, unknown: {} }],
    ...{ observedAt, cause: "webhook" },
  })
}

/** What the job does around each request to Belvo: takes the link, and keeps what came of it. */
async function recordResults(mirror: Mirror, batchId: string): Promise<number[]> {
  const ctx = mirror.ctx(["batches:carry-out", "links:read"])
  const holder = randomUUID()
  await withClient(mirror.url, (client) =>
    client.query("UPDATE batch SET holder = $1 WHERE id = $2", [holder, batchId]),
  )
  const run = { ...{ ctx, batchId, deed, holder }, onBehalfOf: holder, isRunning: true, heldUntil: null }
  const some = { where: { batchId, state: "waiting" }, take: settled } as const
  const waiting = await read(ctx, "batches:carry-out", (db) => db.batchItem.findMany(some))
  const taken: number[] = []
  for (const { linkId } of waiting) {
    const end = { state: "done", reason: null, belvoRequestId: randomUUID() } as const
    const { ms } = await timed(async () => {
      if (!(await claimItem(run, linkId))) throw new Error(`${linkId} was taken by another`)
      await settleAnswered(run, linkId, end)
    })
    taken.push(ms)
  }
  return taken
}

const forget = `DELETE FROM batch_item; DELETE FROM batch; DELETE FROM pgboss.job WHERE name = 'run-batch'`
