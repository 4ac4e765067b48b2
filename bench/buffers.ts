import type pg from "pg"
import { z } from "zod"
import { atMost, type Figure, told } from "@/bench/figure"
import { type List, listsOffered } from "@/bench/lists"
import { openPlain, openRecorder, type Recorder, type Statement } from "@/bench/recorder"
import type { Stage } from "@/bench/stage"
import { listLinks } from "@/lib/links/list/queries"
import { type LinkListParams, linkPageSize } from "@/lib/links/schema"
import { fromCursor } from "@/lib/page"

const mostBuffersARow = 50

type Read = { name: string; rows: number; page: number; count: number }

/** Shared buffers that the statements of a page touch, warm, for each row that it shows; the worst of all lists, and where. */
export async function measureBuffers({ links, mirror, log }: Stage): Promise<Figure[]> {
  const large = await mirror(links)
  const lists = await listsOffered(large)
  const recorder = openRecorder(large)
  const plain = await openPlain(large)
  try {
    const reads: Read[] = []
    for (const list of lists) reads.push(...(await readPages(recorder, plain, list)))
    const perRow = ({ page, rows }: Read) => page / Math.max(1, Math.min(linkPageSize, rows))
    const worst = reads.toSorted((a, b) => perRow(b) - perRow(a))
    for (const one of worst.slice(0, 5)) log(`${perRow(one).toFixed(1)} buffers a row: ${one.name}, ${one.rows} rows`)
    const counts = reads.toSorted((a, b) => b.count - a.count)
    return [
      atMost(`buffers a row, worst of ${reads.length} pages`, Math.max(...reads.map(perRow)), mostBuffersARow),
      told(`buffers a row, worst page`, worst[0]?.name ?? ""),
      told("buffers of a count to 10,000, worst", `${counts[0]?.count ?? 0} (${counts[0]?.name ?? ""})`),
    ]
  } finally {
    await plain.end()
    await recorder.close()
  }
}

/** The first page and, where there is one, the second. */
async function readPages(recorder: Recorder, plain: pg.Client, { name, params }: List): Promise<Read[]> {
  const { ctx, record } = recorder
  const readOne = async (page: number, after: LinkListParams["after"]) => {
    const { statements, answer } = await record(() => listLinks(ctx, { ...params, after }))
    const read: Read = {
      name: `${name}, page ${page}`,
      rows: answer.rows.length,
      ...(await buffersOf(plain, statements)),
    }
    return { read, next: answer.after }
  }
  const first = await readOne(1, null)
  if (!first.next) return [first.read]
  const second = await readOne(2, fromCursor(first.next) ?? null)
  return [first.read, second.read]
}

async function buffersOf(plain: pg.Client, statements: readonly Statement[]): Promise<Pick<Read, "page" | "count">> {
  const touched = { page: 0, count: 0 }
  for (const statement of statements) {
    const kind = statement.text.includes("count(*)") ? "count" : "page"
    touched[kind] += await explain(plain, statement)
  }
  return touched
}

const plan = z.object({ Plan: z.object({ "Shared Hit Blocks": z.number(), "Shared Read Blocks": z.number() }) })
const explained = z.tuple([z.object({ "QUERY PLAN": z.tuple([plan]) })])

async function explain(plain: pg.Client, { text, values }: Statement): Promise<number> {
  const { rows } = await plain.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`, values)
  const [
    {
      "QUERY PLAN": [{ Plan: top }],
    },
  ] = explained.parse(rows)
  return top["Shared Hit Blocks"] + top["Shared Read Blocks"]
}
