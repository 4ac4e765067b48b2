import { pipeline } from "node:stream/promises"
import type pg from "pg"
import { from as copyFrom, to as copyTo } from "pg-copy-streams"
import { sweepMirror, sweptBelvo } from "@/bench/belvo"
import { atLeast, atMost, type Figure, timed, told } from "@/bench/figure"
import type { Mirror } from "@/bench/mirror"
import type { Stage } from "@/bench/stage"
import { writtenRows } from "@/bench/written"
import { withClient } from "@/scripts/with-client"

const latencyMs = 100
const readers = 8
const tables = ["link", "link_event", "link_count_delta"]

/**
 * A first load, an unchanged sweep and one of a changed hundredth, with the budget lifted and a Belvo that takes 100 ms a
 * request, in a process of its own; against COPY into the same tables and against the same requests with the same key, their
 * answers read and thrown away.
 */
export async function measureLoad({ links, empty, log }: Stage): Promise<Figure[]> {
  const mirror = await empty()
  await using belvo = await sweptBelvo(mirror, { links, latencyMs })
  const { ctx } = belvo
  const first = await timed(() => sweepMirror(ctx))
  const size = links
  log(`first load: ${size} links in ${seconds(first.ms)}`)
  const copied = await timeCopy(mirror)
  log(`COPY of the same rows in ${seconds(copied)}`)
  await belvo.forgetRequests()
  const before = await writtenRows(mirror)
  const unchanged = await timed(() => sweepMirror(ctx))
  const writtenUnchanged = total(await writtenRows(mirror)) - total(before)
  const requests = await belvo.requests()
  const alone = await timed(() => belvo.fetchAlone(requests, readers))
  log(`unchanged sweep in ${seconds(unchanged.ms)}, its ${requests.length} requests alone in ${seconds(alone.ms)}`)
  const changed = await everyHundredth(mirror)
  for (const { id, status } of changed) await belvo.setStatus(id, status === "valid" ? "invalid" : "valid")
  const after = await writtenRows(mirror)
  const third = await sweepMirror(ctx)
  const now = await writtenRows(mirror)
  const cells = (now.get("link_count_delta") ?? 0) - (after.get("link_count_delta") ?? 0)
  if (first.answer.inserted !== size || third.updated !== changed.length)
    throw new Error("A sweep did not see every change")
  return [
    told("first load, links a second", String(Math.round(size / (first.ms / 1_000)))),
    atLeast(`first load of ${size} over COPY into the same tables`, copied / first.ms, 0.5),
    told("unchanged sweep, links a second", String(Math.round(size / (unchanged.ms / 1_000)))),
    atLeast(`unchanged sweep of ${size} over its requests alone, ${readers} at once`, alone.ms / unchanged.ms, 0.6),
    atMost(`unchanged sweep of ${size}, rows written`, writtenUnchanged, 0),
    atMost(
      `known links, requests over N / 1,000, ${requests.length} of them`,
      requests.length / (size / 1_000),
      1.25,
      "×",
    ),
    atMost(
      `a hundredth changed, rows written over 2 × ${changed.length} + ${cells} cells`,
      (total(now) - total(after)) / (2 * changed.length + cells),
      1.05,
      "×",
    ),
  ]
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`
const total = (written: ReadonlyMap<string, number>): number =>
  [...tables, "audit_entry"].reduce((sum, table) => sum + (written.get(table) ?? 0), 0)

function everyHundredth({ url }: Mirror): Promise<{ id: string; status: string }[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ id: string; status: string }>("SELECT id, status FROM link ORDER BY id")
    return rows.filter((_, at) => at % 100 === 0)
  })
}

/** What the load has written, copied out and into the same tables, emptied, with their indices and triggers. Milliseconds of the way in. */
function timeCopy({ url }: Mirror): Promise<number> {
  return withClient(url, async (client) => {
    let ms = 0
    await client.query("BEGIN")
    for (const table of tables) {
      const columns = await columnsOf(client, table)
      const chunks: Buffer[] = []
      for await (const chunk of client.query(copyTo(`COPY (SELECT ${columns} FROM ${table}) TO STDOUT`)))
        chunks.push(chunk)
      await client.query(`TRUNCATE ${table}`)
      const taken = await timed(() => pipeline(chunks, client.query(copyFrom(`COPY ${table} (${columns}) FROM STDIN`))))
      ms += taken.ms
    }
    const committed = await timed(() => client.query("COMMIT"))
    // As PostgreSQL does by itself, sooner or later, beside what is measured next.
    await client.query(`VACUUM ANALYZE ${tables.join(", ")}`)
    return ms + committed.ms
  })
}

/** In the order of the table; what PostgreSQL makes up itself is left to it. */
async function columnsOf(client: pg.Client, table: string): Promise<string> {
  const { rows } = await client.query<{ names: string }>(
    `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS names FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
    [table],
  )
  return rows[0]?.names ?? ""
}
