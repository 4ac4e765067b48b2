import type pg from "pg"
import { to as copyTo } from "pg-copy-streams"
import { type Download, download } from "@/bench/download"
import { atLeast, atMost, type Figure, median, p95, timed, told } from "@/bench/figure"
import { watchMemory } from "@/bench/memory"
import type { Mirror } from "@/bench/mirror"
import { openPlain } from "@/bench/recorder"
import type { Site } from "@/bench/site"
import type { Stage } from "@/bench/stage"
import { read } from "@/lib/db"

const leastOfCopy = 0.4
const mostMiB = 64
const firstByteWithinMs = 1_000
const rounds = 3
const exported = "/api/sandbox/links.csv?presence=all"
const others = ["/sandbox", "/sandbox/links", "/sandbox/links?status=invalid", "/sandbox/trends"]

/** The file of all links as a browser takes it, in turn with COPY of the same columns by `pg` alone. */
export async function measureExport({ links, mirror, site, log }: Stage): Promise<Figure[]> {
  const [below, web] = [await mirror(links), await site(links)]
  const plain = await openPlain(below)
  try {
    const before = await timeOthers(web, { until: after(10_000) })
    await download(web, "/api/sandbox/links.csv?status=on_hold")
    const memory = watchMemory(web)
    const files: Download[] = []
    const copies: number[] = []
    for (let round = 0; round < rounds; round++) {
      copies.push((await timed(() => drainCopy(plain))).ms)
      files.push(await download(web, exported))
      log(`copy ${copies.at(-1)?.toFixed(0)} ms, file ${files.at(-1)?.ms.toFixed(0)} ms`)
    }
    const grownMiB = memory.stop()
    const meanwhile = await timeOthersMeanwhile(web)
    const rows = await exportedRows(below)
    return [
      atLeast("CSV, rows a second over COPY", median(copies) / median(files.map(({ ms }) => ms)), leastOfCopy),
      told(
        "CSV, rows and bytes, and their encoding",
        `${rows}, ${Math.round((files[0]?.bytes ?? 0) / 1_000_000)} MB, ${files[0]?.encoding}`,
      ),
      told("CSV, rows a second", String(Math.round(rows / (median(files.map(({ ms }) => ms)) / 1_000)))),
      told("COPY, rows a second", String(Math.round(rows / (median(copies) / 1_000)))),
      atMost("CSV, first byte", Math.max(...files.map(({ firstByteMs }) => firstByteMs)), firstByteWithinMs, "ms"),
      atMost("CSV, memory of web grows by", grownMiB, mostMiB, "MiB"),
      told("other pages p95 before", `${p95(before).toFixed(1)} ms`),
      told(`other pages p95 meanwhile, ${meanwhile.length} answered`, `${p95(meanwhile).toFixed(1)} ms`),
    ]
  } finally {
    await plain.end()
  }
}

const columns = [
  ...["id", "institution", "access_mode", "status", "refresh_rate", "created_by", "last_accessed_at", "external_id"],
  ...["created_at", "institution_user_id", "credentials_storage", "stale_in", "fetch_resources", "status_since"],
  ...["observed_at", "removed_at", "first_seen_at", "refresh_due_at"],
]

/** The same columns as they are stored, in the same format. */
async function drainCopy(plain: pg.Client): Promise<void> {
  const query = `COPY (SELECT ${columns.join(", ")} FROM link) TO STDOUT (FORMAT csv, HEADER)`
  const chunks: AsyncIterable<Buffer> = plain.query(copyTo(query))
  for await (const _ of chunks);
}

/** Each of the other pages in turn, until the time is over. */
async function timeOthers(web: Site, { until }: { until: () => boolean }): Promise<number[]> {
  const taken: number[] = []
  while (!until()) {
    for (const path of others) taken.push((await timed(() => web.get(path))).ms)
  }
  return taken
}

function after(ms: number): () => boolean {
  const end = performance.now() + ms
  return () => performance.now() > end
}

async function timeOthersMeanwhile(web: Site): Promise<number[]> {
  let over = false
  const whole = download(web, exported).finally(() => {
    over = true
  })
  const taken = await timeOthers(web, { until: () => over })
  await whole
  return taken
}

/** What the product itself says that it sent the last time. */
async function exportedRows({ ctx, links }: Mirror): Promise<number> {
  const reader = ctx(["exports:create"])
  const last = await read(reader, "exports:create", (db) => db.export.findFirst({ orderBy: { startedAt: "desc" } }))
  if (last?.state !== "finished" || Number(last.rows) !== links)
    throw new Error(`The last file holds ${last?.rows} of ${links} links`)
  return links
}
