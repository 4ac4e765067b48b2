import { type Day, isDay } from "@/lib/time"

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
