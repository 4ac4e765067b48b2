import { type Day, isDay } from "@/lib/time"

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

export type Sort<Key extends string = string> = { key: Key; descending: boolean }

/** Query parameters as Next hands them over. */
export type RawParams = Readonly<Record<string, string | readonly string[] | undefined>>

/** How one query parameter becomes a value and back. `read` answers undefined for what it does not understand. */
export type Param<Value> = {
  read: (text: string) => Value | undefined
  write: (value: Value) => string
  initial: Value
  /** Whether a part of a text that `read` understood was left out. */
  drops?: (text: string) => boolean
}

export type ParamSet<Values> = { readonly [Name in keyof Values]: Param<Values[Name]> }

/** The URL state of one list. */
export type ListParams<Values> = {
  /** Never throws: what is missing or not understood takes its initial value. */
  parse: (raw: RawParams) => Values
  /** Names of known parameters whose text was not understood, so that the page can say so. */
  ignored: (raw: RawParams) => string[]
  /** The query string with changes applied, `?…` or empty. A change of anything else drops `after` and `before`. */
  query: (values: Values, changes?: Partial<Values>) => string
}

export function listParams<Values extends object>(params: ParamSet<Values>): ListParams<Values> {
  const names = Object.keys(params) as (keyof Values & string)[]
  const readOne = <Name extends keyof Values & string>(name: Name, raw: RawParams): Values[Name] | undefined => {
    const text = firstText(raw[name])
    return text === undefined || text === "" ? undefined : params[name].read(text)
  }
  return {
    parse: (raw) =>
      Object.fromEntries(names.map((name) => [name, readOne(name, raw) ?? params[name].initial])) as Values,
    ignored: (raw) =>
      names.filter((name) => {
        const text = firstText(raw[name])
        return text && (readOne(name, raw) === undefined || params[name].drops?.(text) === true)
      }),
    query: (values, changes = {}) => {
      const next = { ...values, ...(turnsPageOver(changes) ? {} : pageStart(names)), ...changes }
      return toQuery(names.map((name) => [name, writeOne(params[name], next[name])]))
    },
  }
}

/** `/links` and `?a=b` and further pairs: the address of a list in a given state. */
export function toQuery(pairs: readonly (readonly [string, string | null | undefined])[]): string {
  const search = new URLSearchParams()
  for (const [name, value] of pairs) if (value) search.set(name, value)
  // Commas and colons are allowed in a query and are what people read.
  const text = search.toString().replaceAll("%2C", ",").replaceAll("%3A", ":")
  return text === "" ? "" : `?${text}`
}

/** Any text between two lengths; null where there is none. */
export function textParam(accepts: (text: string) => boolean = () => true): Param<string | null> {
  const read = (text: string) => (accepts(text.trim()) ? text.trim() || undefined : undefined)
  return { initial: null, read, write: (value) => value ?? "" }
}

/** Several values by commas; a value's own comma is written `\\,`, and so are blanks at its ends. One value that is not accepted refuses none of the others. */
export function listParam<Value extends string = string>(
  accepts: (text: string) => text is Value,
  { most = 500 }: { most?: number } = {},
): Param<readonly Value[]> {
  const accepted = (text: string) => [...new Set(splitList(text).filter(accepts))]
  return {
    initial: [],
    read: (text) => {
      const values = accepted(text).slice(0, most)
      return values.length > 0 ? values : undefined
    },
    drops: (text) => !splitList(text).every(accepts) || accepted(text).length > most,
    write: (values) => values.map((value) => value.replace(/[\\,]|^\s|\s$/g, "\\$&")).join(","),
  }
}

export function choiceParam<Value extends string>(values: readonly Value[], initial: Value): Param<Value> {
  return { initial, read: (text) => values.find((value) => value === text), write: (value) => value }
}

export function flagParam(word = "1"): Param<boolean> {
  return {
    initial: false,
    read: (text) => ([word, "1", "true"].includes(text) ? true : undefined),
    write: (on) => (on ? word : ""),
  }
}

/** A UTC day, `2026-03-14`. */
export function dayParam(): Param<Day | null> {
  return { initial: null, read: (text) => (isDay(text) ? text : undefined), write: (day) => day ?? "" }
}

/** `-createdAt` is descending. Only these keys exist: what goes into ORDER BY has passed here. */
export function sortParam<Key extends string>(keys: readonly Key[], initial: Sort<Key>): Param<Sort<Key>> {
  const read = (text: string) => {
    const key = keys.find((name) => name === text.replace(/^-/, ""))
    return key === undefined ? undefined : { key, descending: text.startsWith("-") }
  }
  return { initial, read, write: ({ key, descending }) => `${descending ? "-" : ""}${key}` }
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

function splitList(text: string): string[] {
  const parts = text.match(/(?:\\.|[^,\\])+/gs) ?? []
  return parts
    .map((part) => part.replace(/^\s+|(?<!\\)\s+$/g, "").replace(/\\(.)/gs, "$1"))
    .filter((part) => part !== "")
}

function writeOne<Value>(param: Param<Value>, value: Value): string {
  const text = param.write(value)
  return text === param.write(param.initial) ? "" : text
}

function turnsPageOver(changes: object): boolean {
  return "after" in changes || "before" in changes || Object.keys(changes).length === 0
}

function pageStart(names: readonly string[]): Record<string, null> {
  return Object.fromEntries(names.filter((name) => name === "after" || name === "before").map((name) => [name, null]))
}

function firstText(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === "string" || value === undefined ? value : value[0]
}

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
