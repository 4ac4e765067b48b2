import { atMost, type Figure, p95, told } from "@/bench/figure"
import { listsOffered } from "@/bench/lists"
import { compareWithPlain } from "@/bench/plain"
import type { Stage } from "@/bench/stage"
import type { Ctx } from "@/lib/ctx"
import { listLinks } from "@/lib/links/list/queries"

const timesPlain = 3
const rounds = 5

/** Every list that the page offers. */
export async function measureQueries({ links, mirror, log }: Stage): Promise<Figure[]> {
  const large = await mirror(links)
  const lists = await listsOffered(large)
  const asked = lists.map(({ name, params }) => ({ name, ask: (ctx: Ctx) => listLinks(ctx, params) }))
  const compared = await compareWithPlain(large, asked, rounds)
  log(`${asked.length} lists, ${rounds} times each`)
  const product = p95(compared.flatMap((one) => one.product))
  const plain = p95(compared.flatMap((one) => one.plain))
  return [
    atMost("queries p95, product over pg alone", product / plain, timesPlain, "×"),
    told("queries p95, product", `${product.toFixed(1)} ms`),
    told("queries p95, pg alone", `${plain.toFixed(1)} ms`),
  ]
}
