import type { z } from "zod"
import type { Meta, Send } from "@/lib/belvo/call"
import { BelvoApiError, BelvoWrongAddress, type Where } from "@/lib/belvo/errors"
import type { Query } from "@/lib/belvo/query"
import type { WirePage } from "@/lib/belvo/schema"

export type Page<T> = {
  readonly items: readonly T[]
  /** Of the whole filter, at the moment of this page. */
  readonly count: number
  readonly page: number
  readonly hasNext: boolean
  /** When it was asked for: by the budget's clock, which is the database's, where there is a budget. */
  readonly sentAt: Date
}

/** `schema`: of a whole page; made once, since making one costs as much as reading with it. */
type Listing<W, T> = {
  where: Where
  query: Query
  page: number | undefined
  schema: z.ZodType<WirePage<W>>
  to: (wire: W) => T
}

export function getPage<W, T>(send: Send, { where, query, page = 1, schema, to }: Listing<W, T>): Promise<Page<T>> {
  return send({
    where,
    query,
    schema,
    to: ({ count, next, results }, meta) => toPage(meta, { items: results.map(to), count, page, next }),
  })
}

type Told<T> = { items: readonly T[]; count: number; page: number; next: string | null | undefined }

/** Throws where the next page is said to be somewhere else. */
export function toPage<T>({ isHere, where, sentAt }: Omit<Meta, "text">, { next, ...told }: Told<T>): Page<T> {
  if (next && !isHere(next)) throw leavesBase(where)
  return { ...told, hasNext: Boolean(next), sentAt }
}

/** By number, from `first` on. Ends where Belvo says so, or where the list has shrunk under the next number. */
export async function* eachPage<T>(list: (page: number) => Promise<Page<T>>, first = 1): AsyncGenerator<Page<T>> {
  for (let page = first; ; page++) {
    const answer = page === first ? await list(page) : await unlessPastEnd(list(page))
    if (!answer) return
    yield answer
    if (!answer.hasNext) return
  }
}

async function unlessPastEnd<T>(page: Promise<T>): Promise<T | null> {
  try {
    return await page
  } catch (error) {
    if (error instanceof BelvoApiError && error.status === 404 && error.belvoCode === "not_found") return null
    throw error
  }
}

const leavesBase = (where: Where) =>
  new BelvoWrongAddress({
    ...where,
    code: "next_leaves_base",
    message: "Belvo's next page points away from the base address, where the key must not go",
  })
