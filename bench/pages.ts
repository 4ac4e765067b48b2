import { atMost, type Figure, p95, timed, told } from "@/bench/figure"
import { parse } from "@/bench/lists"
import type { Mirror } from "@/bench/mirror"
import type { Site } from "@/bench/site"
import { type Stage, smallLinks } from "@/bench/stage"
import { listLinks } from "@/lib/links/list/queries"
import { linkListParams, linkPageSize } from "@/lib/links/schema"
import { fromCursor } from "@/lib/page"

const timesSmall = 1.3
const timesFirst = 1.3
const rounds = 60

/** What people look at first: the list as it opens, what is broken, what is overdue, one country, one order. */
export const listAddresses = [
  "",
  "?status=invalid",
  "?sort=-statusSince",
  "?overdue=1",
  "?country=BR",
  "?sort=externalId",
]

/** Whole pages over HTTP on the built application, large and small in turn; and deep into the list against its beginning. */
export async function measurePages({ links, mirror, site }: Stage): Promise<Figure[]> {
  const [large, small] = [await site(links), await site(smallLinks)]
  const compared: Record<"large" | "small", number[]> = { large: [], small: [] }
  await inTurn(listAddresses, async (address, note) => {
    note(compared.large, await timePage(large, address))
    note(compared.small, await timePage(small, address))
  })
  const deep: Record<"first" | "later", number[]> = { first: [], later: [] }
  const { page, query } = await deepPage(await mirror(links))
  await inTurn(listAddresses.slice(0, 1), async (address, note) => {
    for (let time = 0; time < listAddresses.length; time++) {
      note(deep.first, await timePage(large, address))
      note(deep.later, await timePage(large, query))
    }
  })
  return [
    atMost(
      `whole page p95, ${links} links over ${smallLinks}`,
      p95(compared.large) / p95(compared.small),
      timesSmall,
      "×",
    ),
    told(`whole page p95 at ${links} links`, `${p95(compared.large).toFixed(1)} ms`),
    told(`whole page p95 at ${smallLinks} links`, `${p95(compared.small).toFixed(1)} ms`),
    atMost(`whole page p95, page ${page} over the first`, p95(deep.later) / p95(deep.first), timesFirst, "×"),
    told(`whole page p95, page ${page}`, `${p95(deep.later).toFixed(1)} ms`),
    told("whole page p95, first page", `${p95(deep.first).toFixed(1)} ms`),
  ]
}

type Note = (into: number[], ms: number) => void

/** The first tenth warms the servers and is not noted. */
export async function inTurn<T>(all: readonly T[], work: (one: T, note: Note) => Promise<void>): Promise<void> {
  const warming = Math.ceil(rounds / 10)
  for (let round = -warming; round < rounds; round++) {
    for (const one of all) await work(one, (into, ms) => round >= 0 && into.push(ms))
  }
}

async function timePage(site: Site, query: string): Promise<number> {
  const { ms, answer } = await timed(() => site.get(`/sandbox/links${query}`))
  if (!answer.includes("/sandbox/links/")) throw new Error(`There is no link on the page /links${query}`)
  return ms
}

/** The 1,000th page, or the last full one of a smaller list, reached as people do: by the cursor of the row before it. */
async function deepPage({ ctx, links }: Mirror): Promise<{ page: number; query: string }> {
  const reader = ctx(["links:read"])
  const page = Math.min(1_000, Math.floor((links * 0.9) / linkPageSize))
  let after = parse("").after
  for (let turned = 1; turned < page; turned++) {
    const found = await listLinks(reader, { ...parse(""), after })
    after = found.after === null ? after : (fromCursor(found.after) ?? after)
  }
  return { page, query: linkListParams.query(parse(""), { after }) }
}
