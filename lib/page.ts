import { type Param, toQuery } from "@/lib/list-params"

/** Exact to a bound; past it `count` is the bound and `exact` false: "10,000+". */
export type Total = { count: number; exact: boolean }

/** How far a list's rows are counted. */
export const countedTo = 10_000

/** Of a count that was made of `countedTo + 1` rows at the most. */
export function toTotal([row]: readonly { count: number }[]): Total {
  const count = row?.count ?? 0
  return { count: Math.min(count, countedTo), exact: count <= countedTo }
}

/** One page of a list that is paged by key: `after` and `before` go into the URL as they are. */
export type Page<Row> = { rows: readonly Row[]; total: Total; after: string | null; before: string | null }

export const noRows: Page<never> = { rows: [], total: { count: 0, exact: true }, after: null, before: null }

type Turned<Row> = {
  /** How many rows a page has. */
  size: number
  /** The page's own cursors, as its address has them. */
  turned: { after: unknown; before: unknown }
  keyOf: (row: Row) => readonly CursorValue[]
}

/**
 * A page of what was `found` by reading on from a cursor, one row more than the page has if there are so many: its rows in the order
 * that they are shown in, and where the pages before and after it begin.
 */
export function pageOf<Row>(
  found: readonly Row[],
  { size, turned, keyOf }: Turned<Row>,
): Pick<Page<Row>, "rows" | "after" | "before"> {
  const backward = turned.before !== null
  const more = found.length > size
  const rows = backward ? found.slice(0, size).toReversed() : found.slice(0, size)
  const [first, last] = [rows.at(0), rows.at(-1)]
  return {
    rows,
    after: last && (backward || more) ? toCursor(keyOf(last)) : null,
    before: first && (turned.after !== null || (backward && more)) ? toCursor(keyOf(first)) : null,
  }
}

type Turns = { previousHref: string | null; nextHref: string | null }

/** Where the pages before and after this one are, of a list at `address`: its filters are kept, its own cursors are not. */
export function turnsOf(address: string, { after, before }: Pick<Page<unknown>, "after" | "before">): Turns {
  const [path, query] = address.split("?")
  const kept = [...new URLSearchParams(query)].filter(([name]) => name !== "after" && name !== "before")
  const turn = (name: string, cursor: string | null) => cursor && `${path}${toQuery([...kept, [name, cursor]])}`
  return { previousHref: turn("before", before), nextHref: turn("after", after) }
}

export type CursorValue = string | number | null

/** The sort values of a row, opaque to whoever carries them. Not a secret and not to be believed: `read` checks the shape. */
export function cursorParam(): Param<readonly CursorValue[] | null> {
  return { initial: null, read: fromCursor, write: (values) => (values === null ? "" : toCursor(values)) }
}

export function toCursor(values: readonly CursorValue[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify(values))
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")
}

export function fromCursor(text: string): CursorValue[] | undefined {
  if (!/^[A-Za-z0-9_-]{1,2000}$/.test(text)) return undefined
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"))
    const values: unknown = JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, (char) => char.charCodeAt(0))))
    return Array.isArray(values) && values.every(isCursorValue) ? values : undefined
  } catch (error) {
    // A cut or mistyped cursor: atob and JSON.parse have no other way to say so.
    if (error instanceof SyntaxError || error instanceof DOMException) return undefined
    throw error
  }
}

/** Of a place within a list: what PostgreSQL's integer holds. A mistyped cursor is none. */
export const isInt32 = (value: CursorValue | undefined): value is number =>
  typeof value === "number" && Number.isInteger(value) && Math.abs(value) < 2 ** 31

function isCursorValue(value: unknown): value is CursorValue {
  return value === null || typeof value === "string" || (typeof value === "number" && Number.isFinite(value))
}
