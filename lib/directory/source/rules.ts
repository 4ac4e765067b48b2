import type { SourceConnection, SourcePlace, SourceProblemKind } from "@/lib/directory/source/schema"
import { sourceConnection } from "@/lib/directory/source/schema"
import { hourMs, minuteMs } from "@/lib/time"

/** Columns that a statement answers with, these and no others, in any order. */
export const sourceColumns = ["external_id", "link_id"] as const

export const hasSourceColumns = (names: readonly string[]): boolean =>
  names.length === sourceColumns.length && sourceColumns.every((name) => names.includes(name))

/** `postgresql://user:password@host:port/database?sslmode=…`; null where it says anything more, or less than a host. */
export function parseSourceAddress(text: string): Partial<SourceConnection> | null {
  const trimmed = text.trim()
  if (!/^postgres(ql)?:\/\//i.test(trimmed) || !URL.canParse(trimmed)) return null
  const url = new URL(trimmed)
  if (url.hash || [...url.searchParams.keys()].some((name) => name !== "sslmode")) return null
  const given = {
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port || "5432",
    database: decoded(url.pathname.slice(1)),
    user: decoded(url.username),
    password: decoded(url.password),
    sslmode: url.searchParams.get("sslmode") ?? "verify-full",
  }
  const { shape } = sourceConnection
  const host = shape.host.safeParse(given.host)
  const port = shape.port.safeParse(given.port)
  const sslmode = shape.sslmode.safeParse(given.sslmode)
  if (!host.success || !port.success || !sslmode.success) return null
  const found: Partial<SourceConnection> = { host: host.data, port: port.data, sslmode: sslmode.data }
  for (const name of ["database", "user", "password"] as const) {
    const part = shape[name].safeParse(given[name])
    if (given[name] !== "" && !part.success) return null
    if (part.success) found[name] = part.data
  }
  return found
}

/** A kept password goes where it was given for, as well protected as then. */
export function isSamePlace(one: SourcePlace, other: SourcePlace): boolean {
  return (["host", "port", "database", "user", "sslmode"] as const).every((name) => one[name] === other[name])
}

/** Without the semicolon that ends it; null where it begins like no query. The server decides whether it is one statement. */
export function toQuery(statement: string): string | null {
  const query = statement.trim().replace(/[;\s]+$/, "")
  const begun = query.replace(/^(\s|--[^\n]*(\n|$)|\/\*([^*]|\*(?!\/))*\*\/)+/, "")
  return /^(select|with)\b/i.test(begun) ? query : null
}

/** No id of Belvo's or of an operator is as long: what is cut here is refused later. */
const longestExternalId = 300
const longestLinkId = 60

/** Asks for nothing but the two columns, each cell cut, so that one cell can't fill the memory. */
export const boundedQuery = (query: string): string =>
  `SELECT left(s.external_id::text, ${longestExternalId}) AS external_id, left(s.link_id::text, ${longestLinkId}) AS link_id\nFROM (\n${query}\n) AS s`

/** PostgreSQL's five characters as one of ours. */
export function problemOfState(code: string): SourceProblemKind {
  if (code in byState) return byState[code] ?? "statement"
  return byClass[code.slice(0, 2)] ?? "statement"
}

/** What a connection that came about not at all or broke gives as its code. */
export function problemOfNetwork(code: string): SourceProblemKind | null {
  if (/^(ECONNRESET|EPIPE)$/.test(code)) return "lost"
  if (/^(ETIMEDOUT)$/.test(code)) return "timeout"
  if (/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EHOSTDOWN|ENETDOWN|EACCES|EPERM)$/.test(code)) {
    return "unreachable"
  }
  return isCertificateCode(code) ? "untrusted" : null
}

/** Whether it is time; `lastAt` is when the last run was asked for, whatever came of it. */
export function isDue(everyHours: number, lastAt: Date | null, now: Date): boolean {
  return everyHours > 0 && (lastAt === null || lastAt.getTime() + everyHours * hourMs <= now.getTime())
}

/** Longer than a run with all its tries can take. */
export const deadAfterMs = 180 * minuteMs

/** When it will be read next; null where only by hand. */
export function nextRunAt(everyHours: number, lastAt: Date | null, now: Date): Date | null {
  if (everyHours === 0) return null
  const at = lastAt === null ? now.getTime() : lastAt.getTime() + everyHours * hourMs
  return new Date(Math.max(at, now.getTime()))
}

const byState: Readonly<Record<string, SourceProblemKind>> = {
  "25006": "writes",
  "25001": "writes",
  "0A000": "writes",
  "42601": "notOneSelect",
  "42501": "notPermitted",
  "57014": "slow",
  "55P03": "slow",
  "3D000": "noDatabase",
  "57P01": "lost",
  "57P02": "lost",
  "25P03": "tooLong",
  "57P03": "unavailable",
}
const byClass: Readonly<Record<string, SourceProblemKind>> = { "28": "refused", "53": "unavailable", "08": "lost" }

const isCertificateCode = (code: string): boolean =>
  /CERT|SELF_SIGNED|UNABLE_TO_|^ERR_TLS|^ERR_SSL|^EPROTO$|HOSTNAME_MISMATCH/.test(code)

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    if (error instanceof URIError) return text
    throw error
  }
}
