import { listOf } from "@/simulator/pages"
import { invalid, invalidChoice } from "@/simulator/refusals"
import type { Dictionary } from "@/simulator/store/dictionary"
import type { HashIndex } from "@/simulator/store/hash-index"
import type { LinkTable } from "@/simulator/store/link-table"
import { day, startOfDate } from "@/simulator/time"
import { accessModes, linkStatuses } from "@/simulator/wire"

export interface LinkFilter {
  /** Rows that an id names; null where no id was asked for. */
  rows: number[] | null
  createdFrom: number
  createdBefore: number
  tests: readonly ((row: number) => boolean)[]
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const refreshRate = /^((\d{1,3}h)?(\d{1,3}m)?(\d{1,3}d)?|null)$/

/** Reads every documented filter of the list; what Belvo does not document is ignored, as Belvo does. */
export function readLinkFilter(table: LinkTable, params: URLSearchParams): LinkFilter {
  const { columns, dictionaries } = table
  const tests = [
    oneOf(dictionaries.institution, columns.institution.get, valuesOf(params, "institution")),
    oneOf(dictionaries.status, columns.status.get, chosen(valuesOf(params, "status"), linkStatuses, "status")),
    oneOf(dictionaries.mode, columns.mode.get, chosen(single(params, "access_mode"), accessModes, "access_mode")),
    rateTest(table, params.get("refresh_rate")),
    notCreatedBy(table, uuids(listOf(params, "created_by__not_in"), "created_by__not_in")),
  ].filter((test) => test !== null)
  return { rows: namedRows(table, params), ...createdBounds(params), tests }
}

/** `x` and `x__in` together narrow each other. */
function valuesOf(params: URLSearchParams, name: string): string[] | null {
  const one = single(params, name)
  const several = listOf(params, `${name}__in`)
  if (one && several) return one.filter((value) => several.includes(value))
  return one ?? several
}

function single(params: URLSearchParams, name: string): string[] | null {
  const value = params.get(name)
  return value === null || value === "" ? null : [value]
}

function chosen(values: string[] | null, choices: readonly string[], field: string): string[] | null {
  const stranger = values?.find((value) => !choices.includes(value))
  if (stranger !== undefined) throw invalidChoice(stranger, field)
  return values
}

function uuids(values: string[] | null, field: string): string[] | null {
  const wrong = values?.find((value) => !uuid.test(value))
  if (wrong !== undefined) throw invalid(`“${wrong}” is not a valid UUID.`, field)
  return values?.map((value) => value.toLowerCase()) ?? null
}

function oneOf<T extends string | null>(
  dictionary: Dictionary<T>,
  codeOf: (row: number) => number,
  values: readonly string[] | null,
): ((row: number) => boolean) | null {
  if (values === null) return null
  const codes = new Set(values.map((value) => dictionary.find(value)))
  return (row) => codes.has(codeOf(row))
}

function rateTest({ columns, dictionaries }: LinkTable, rate: string | null): ((row: number) => boolean) | null {
  if (rate === null || rate === "") return null
  if (!refreshRate.test(rate)) throw invalid("Enter a valid value.", "refresh_rate")
  const code = rate === "null" ? dictionaries.rate.codeOf(null) : dictionaries.rate.find(rate)
  return (row) => columns.rate.get(row) === code
}

function notCreatedBy(
  { columns, dictionaries }: LinkTable,
  owners: string[] | null,
): ((row: number) => boolean) | null {
  if (owners === null) return null
  const codes = new Set(owners.map((owner) => dictionaries.owner.find(owner)))
  return (row) => !codes.has(columns.owner.get(row))
}

function namedRows(table: LinkTable, params: URLSearchParams): number[] | null {
  const { id, externalId, institutionUserId } = table.indexes
  const named = [
    lookUp(id, uuids(valuesOf(params, "id"), "id")),
    lookUp(externalId, valuesOf(params, "external_id")),
    lookUp(institutionUserId, valuesOf(params, "institution_user_id")),
  ].filter((rows) => rows !== null)
  const [first, ...others] = named
  if (!first) return null
  return [...first].filter((row) => table.isAlive(row) && others.every((rows) => rows.has(row)))
}

function lookUp(index: HashIndex, keys: string[] | null): Set<number> | null {
  return keys && new Set(keys.flatMap((key) => index.rows(key)))
}

/** Whole days in UTC. Timestamps are refused, which is what makes a client notice. */
function createdBounds(params: URLSearchParams): { createdFrom: number; createdBefore: number } {
  const starts = [0]
  const ends = [Number.MAX_SAFE_INTEGER]
  const at = (name: string, then: (start: number) => void): void => {
    const date = params.get(name)
    if (date) then(dayOf(date, name))
  }
  at("created_at", (start) => starts.push(start) && ends.push(start + day))
  at("created_at__gte", (start) => starts.push(start))
  at("created_at__gt", (start) => starts.push(start + day))
  at("created_at__lte", (start) => ends.push(start + day))
  at("created_at__lt", (start) => ends.push(start))
  const range = listOf(params, "created_at__range")
  if (range) {
    const [from = "", to = ""] = range
    starts.push(dayOf(from, "created_at__range"))
    ends.push(dayOf(to, "created_at__range") + day)
  }
  return { createdFrom: Math.max(...starts), createdBefore: Math.min(...ends) }
}

function dayOf(date: string, field: string): number {
  const start = startOfDate(date)
  if (start === null) throw invalid("Date has wrong format. Use one of these formats instead: YYYY-MM-DD.", field)
  return start
}
