import { overdueGraceMs, refreshedStatus } from "@/lib/links/rules"
import { type LinkFilter, noValue } from "@/lib/links/schema"
import { addDays, type Day, startOfDay } from "@/lib/time"

export type BoundType = "text" | "text[]" | "uuid" | "uuid[]" | "timestamptz" | "smallint"
export type Bound = { readonly value: string | readonly string[]; readonly type: BoundType }
/** SQL with bound values between its pieces: rendered as query parameters, or as settings where a statement takes none. */
export type Condition = readonly (string | Bound)[]

/** What a row of `link` must fulfil, all of it. Columns are unqualified; operators are leakproof, so that each may use an index. */
export function linkConditions(filter: LinkFilter, now: Date): Condition[] {
  return [
    presence(filter),
    filter.id.length > 0 && condition`id = ANY(${uuids(filter.id)})`,
    oneOf("status", filter.status),
    oneOf("external_id", filter.externalId),
    oneOf("institution", filter.institution),
    oneOf("country", filter.country),
    oneOf("type", filter.type),
    oneOf("institution_user_id", filter.institutionUserId),
    oneOf("access_mode", filter.accessMode),
    oneOf("refresh_rate", filter.refreshRate),
    ...days("created_at", filter.createdFrom, filter.createdTo),
    ...days("status_since", filter.statusFrom, filter.statusTo),
    ...days("last_accessed_at", filter.accessedFrom, filter.accessedTo),
    filter.overdue && condition`status = ${text(refreshedStatus)}`,
    filter.overdue && condition`refresh_due_at < ${instant(new Date(now.getTime() - overdueGraceMs))}`,
    filter.duplicate && condition`duplicate`,
    filter.orphan && condition`orphan`,
    filter.q !== null && matchesQuery(filter.q),
  ].filter((one) => one !== false)
}

export function condition(text: TemplateStringsArray, ...values: readonly (Bound | Condition)[]): Condition {
  return text.flatMap((piece, index) => [piece, ...listed(values[index])])
}

export const text = (value: string): Bound => ({ value, type: "text" })
export const texts = (value: readonly string[]): Bound => ({ value, type: "text[]" })
export const smallint = (value: number): Bound => ({ value: String(value), type: "smallint" })
export const uuids = (value: readonly string[]): Bound => ({ value, type: "uuid[]" })
export const uuid = (value: string): Bound => ({ value, type: "uuid" })
export const instant = (value: Date | string): Bound => ({
  value: typeof value === "string" ? value : value.toISOString(),
  type: "timestamptz",
})

/** `column` is of this code, never of a request. */
export const raw = (column: string): Condition => [column]

function presence(filter: LinkFilter): Condition | false {
  if (filter.presence === "all") return false
  return filter.presence === "present" ? condition`removed_at IS NULL` : condition`removed_at IS NOT NULL`
}

function oneOf(column: string, values: readonly string[]): Condition | false {
  const some = values.filter((value) => value !== noValue)
  if (values.length === 0) return false
  if (some.length === values.length) return condition`${raw(column)} = ANY(${texts(some)})`
  if (some.length === 0) return condition`${raw(column)} IS NULL`
  return condition`(${raw(column)} = ANY(${texts(some)}) OR ${raw(column)} IS NULL)`
}

function days(column: string, from: Day | null, to: Day | null): (Condition | false)[] {
  return [
    from !== null && condition`${raw(column)} >= ${instant(startOfDay(from))}`,
    to !== null && condition`${raw(column)} < ${instant(startOfDay(addDays(to, 1)))}`,
  ]
}

/** Shorter beginnings of ids that are drawn at random would only match by chance. */
export const leastOfRandomIds = 4

/**
 * The rows whose external id begins like this, then those of which only another id does; no row is in both. A prefix is a range: LIKE
 * is not leakproof and would use no index under row-level security.
 */
export function queryMatches(q: string): Condition[] {
  const named = startsWith("external_id", q)
  if (q.length < leastOfRandomIds) return [named]
  const byId = idStartsWith(q)
  const byRandomId = joined(
    [byId, startsWith("institution_user_id", q)].filter((one) => one !== null),
    " OR ",
  )
  return [named, condition`${byRandomId} AND (${named}) IS NOT TRUE`]
}

function matchesQuery(q: string): Condition {
  const named = startsWith("external_id", q)
  if (q.length < leastOfRandomIds) return named
  const all = [named, idStartsWith(q), startsWith("institution_user_id", q)]
  return joined(
    all.filter((one) => one !== null),
    " OR ",
  )
}

export function idStartsWith(q: string): Condition | null {
  const ids = idRange(q)
  return ids && condition`(id >= ${uuid(ids.from)} AND id <= ${uuid(ids.to)})`
}

export function startsWith(column: string, prefix: string): Condition {
  const end = nextText(prefix)
  const from = condition`${raw(column)} >= ${text(prefix)}`
  return end === null ? from : condition`(${from} AND ${raw(column)} < ${text(end)})`
}

/** The ids that begin with these digits, dashes or none; null for what no id begins with. */
export function idRange(prefix: string): { from: string; to: string } | null {
  const digits = prefix.toLowerCase().replaceAll("-", "")
  if (!/^[0-9a-f]{1,32}$/.test(digits)) return null
  if (prefix.includes("-") && !dashed(digits).startsWith(prefix.toLowerCase().replace(/-$/, ""))) return null
  return { from: dashed(digits.padEnd(32, "0")), to: dashed(digits.padEnd(32, "f")) }
}

/** The first text after all that begin with the prefix, in the order of code points; null where there is none. */
export function nextText(prefix: string): string | null {
  const points = Array.from(prefix, (char) => char.codePointAt(0) ?? 0)
  while (points.length > 0) {
    const last = points.pop() ?? 0
    if (last < 0x10ffff) return String.fromCodePoint(...points, last + 1 === 0xd800 ? 0xe000 : last + 1)
  }
  return null
}

export function joined(conditions: readonly Condition[], by: " AND " | " OR "): Condition {
  if (conditions.length === 1) return conditions[0] ?? []
  return ["(", ...conditions.flatMap((one, index) => (index === 0 ? one : [by, ...one])), ")"]
}

const dashed = (digits: string): string =>
  [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)]
    .filter((part) => part !== "")
    .join("-")

const listed = (value: Bound | Condition | undefined): Condition =>
  value === undefined ? [] : "type" in value ? [value] : value
