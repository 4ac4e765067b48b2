import type pg from "pg"
import { atMost, type Figure, p95, timed, told } from "@/bench/figure"
import { type List, listsOffered } from "@/bench/lists"
import { openPlain, openRecorder, type Statement } from "@/bench/recorder"
import type { Stage } from "@/bench/stage"
import { listLinks } from "@/lib/links/list/queries"

const timesPlain = 3
const rounds = 5

/** Each list by the product's read handle and, in turn, its statements by one connection of `pg`. */
export async function measureQueries({ links, mirror, log }: Stage): Promise<Figure[]> {
  const large = await mirror(links)
  const lists = await listsOffered(large)
  const asked = await statementsOf(lists, large)
  const plain = await openPlain(large)
  const ctx = large.ctx(["links:read"])
  const productMs: number[] = []
  const plainMs: number[] = []
  try {
    for (let round = 0; round <= rounds; round++) {
      for (const { params, statements } of asked) {
        const byProduct = await timed(() => listLinks(ctx, params))
        const byPlain = await timed(() => runAll(plain, statements))
        // The first round warms both.
        if (round > 0) productMs.push(byProduct.ms)
        if (round > 0) plainMs.push(byPlain.ms)
      }
    }
  } finally {
    await plain.end()
  }
  log(`${asked.length} lists, ${rounds} times each`)
  return [
    atMost("queries p95, product over pg alone", p95(productMs) / p95(plainMs), timesPlain, "×"),
    told("queries p95, product", `${p95(productMs).toFixed(1)} ms`),
    told("queries p95, pg alone", `${p95(plainMs).toFixed(1)} ms`),
  ]
}

async function statementsOf(lists: readonly List[], mirror: Parameters<typeof openRecorder>[0]) {
  const recorder = openRecorder(mirror)
  try {
    const found: (List & { statements: Statement[] })[] = []
    for (const list of lists) {
      const { statements } = await recorder.record(() => listLinks(recorder.ctx, list.params))
      found.push({ ...list, statements })
    }
    return found
  } finally {
    await recorder.close()
  }
}

async function runAll(plain: pg.Client, statements: readonly Statement[]): Promise<void> {
  for (const { text, values } of statements) await plain.query(text, values)
}
