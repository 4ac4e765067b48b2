import { atMost, type Figure, p95, told } from "@/bench/figure"
import { nameOf } from "@/bench/institutions"
import { pastLists } from "@/bench/past-lists"
import { type Asked, type Compared, compareWithPlain } from "@/bench/plain"
import type { Stage } from "@/bench/stage"
import type { Ctx } from "@/lib/ctx"
import { listAsOf } from "@/lib/history/as-of/queries"
import { getTrend } from "@/lib/history/trends/queries"
import { trendParams } from "@/lib/history/trends/schema"

const timesPlain = 3
const rounds = 5
/** Somebody waits for it: longer than this, and what the page shows meanwhile is all that they have. */
const patienceMs = 1_000

/** A year's trends, and the lists of past days, over a year in which every link has changed. */
export async function measureHistory({ links, past, log }: Stage): Promise<Figure[]> {
  const mirror = await past(links)
  const trends = await compareWithPlain(mirror, trendsAsked, rounds)
  const lists = await pastLists(mirror)
  log(`${lists.length} lists of past days, ${rounds} times each`)
  const asked = lists.map(({ name, params }) => ({ name, ask: (ctx: Ctx) => listAsOf(ctx, params) }))
  const listed = await compareWithPlain(mirror, asked, rounds)
  for (const { name, ms } of slowest(listed)) log(`${name}: ${ms.toFixed(0)} ms`)
  return [...figures("trends of 365 days", trends), ...figures("lists of past days", listed)]
}

const trendsAsked: readonly Asked[] = [
  {},
  { accessMode: "single" },
  { institution: nameOf(0) },
  { institution: [10, 20, 30, 40, 50].map(nameOf).join(",") },
].map((filter) => {
  const params = trendParams.parse({ days: "365", ...filter })
  return { name: JSON.stringify(filter), ask: (ctx) => getTrend(ctx, params) }
})

function figures(what: string, compared: readonly Compared[]): Figure[] {
  const product = p95(compared.flatMap((one) => one.product))
  const plain = p95(compared.flatMap((one) => one.plain))
  const [worst] = slowest(compared)
  return [
    atMost(`${what}, p95, product over pg alone`, product / plain, timesPlain, "×"),
    told(`${what}, p95, product`, `${product.toFixed(1)} ms`),
    told(`${what}, p95, pg alone`, `${plain.toFixed(1)} ms`),
    atMost(`${what}, slowest: ${worst?.name}`, worst?.ms ?? 0, patienceMs, "ms"),
  ]
}

/** By the median of its rounds. */
function slowest(compared: readonly Compared[]): { name: string; ms: number }[] {
  return compared
    .map(({ name, product }) => ({ name, ms: product.toSorted((a, b) => a - b)[Math.floor(product.length / 2)] ?? 0 }))
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, 10)
}
