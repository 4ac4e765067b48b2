import { z } from "zod"
import { type ImportCounts, type ImportMode, importModes } from "@/lib/directory/schema"

const noNul = /^[^\0]*$/
const short = (most: number) => z.string().trim().min(1, "required").max(most, "tooLong").regex(noNul, "other")
/** One name or address: no list, no socket's path, no zone. */
const host = z.union([z.ipv4(), z.ipv6(), z.string().regex(/^[a-z0-9]([a-z0-9._-]{0,251}[a-z0-9])?$/i)], "sourceHost")

/** `require` encrypts without asking who answers; `verify-full` asks for a certificate of that name as well. */
export const sslModes = ["verify-full", "require", "disable"] as const
export type SslMode = (typeof sslModes)[number]

const place = {
  host: z.string().trim().toLowerCase().pipe(host),
  port: z.coerce.number("number").int("number").min(1, "number").max(65_535, "number"),
  database: short(63),
  user: short(63),
  sslmode: z.enum(sslModes),
}
const secret = z.string().max(1_000, "tooLong").regex(noNul, "other")

/** What a connection is made of, and nothing else of what PostgreSQL's addresses may carry. */
export const sourceConnection = z.object({ ...place, password: secret.min(1, "required") })
export type SourceConnection = z.output<typeof sourceConnection>
export type SourcePlace = Omit<SourceConnection, "password">

export const mostHours = 168

export const sourceInput = z.object({
  ...place,
  /** Empty: the one that is kept, which is only ever used at the place that it was given for. */
  password: secret,
  statement: z.string().trim().min(1, "required").max(20_000, "tooLong").regex(noNul, "other"),
  /** 0: by hand alone. */
  everyHours: z.coerce.number("number").int("number").min(0, "number").max(mostHours, "number"),
  mode: z.enum(importModes),
})
export type SourceInput = z.output<typeof sourceInput>

export const nothing = z.void()
export const duePayload = z.object({})
export const sourceRunPayload = z.object({ runId: z.uuid() })

/** Of a form whose fields are named as the input's are; the server parses it again. */
export function sourceFormData(data: FormData): z.input<typeof sourceInput> {
  const text = (name: string) => String(data.get(name) ?? "")
  return {
    ...{ host: text("host"), port: text("port"), database: text("database"), user: text("user") },
    ...{ password: text("password"), statement: text("statement"), everyHours: text("everyHours") },
    sslmode: sslModes.find((mode) => mode === data.get("sslmode")) ?? "verify-full",
    mode: importModes.find((mode) => mode === data.get("mode")) ?? "replace",
  }
}

/** Why a source gave no rows, or not all: each has its sentence and its remedy. */
export const sourceProblems = [
  "unresolved",
  "loopback",
  "linkLocal",
  "ownServer",
  "ownDatabase",
  "unreachable",
  "timeout",
  "notPostgres",
  "noTls",
  "untrusted",
  "refused",
  "noDatabase",
  "unavailable",
  "lost",
  "notOneSelect",
  "writes",
  "notPermitted",
  "columns",
  "slow",
  "tooManyRows",
  "tooManyBytes",
  "tooLong",
  "statement",
  "empty",
  "keyDoesNotOpen",
  "noSource",
  "abandoned",
] as const
export type SourceProblemKind = (typeof sourceProblems)[number]

export type SourceProblem = {
  kind: SourceProblemKind
  /** An address, names of columns or PostgreSQL's code: nothing personal. */
  detail: string | null
  /** PostgreSQL's own words, for who sets the source up; they may quote a row, so they are kept nowhere. */
  message: string | null
}

/** As the source gives it, cut where no id can be as long. */
export type SourceRow = { externalId: string | null; linkId: string | null }

export type SourceTest =
  | { kind: "ok"; rows: readonly SourceRow[]; superuser: boolean; encrypted: boolean }
  | { kind: "failed"; problem: SourceProblem }

export type SourceRunPayload = z.output<typeof sourceRunPayload>

export type SourceRunView = {
  id: string
  state: "queued" | "running" | "done" | "failed"
  requestedAt: Date
  finishedAt: Date | null
  /** A run by hand has who asked for it; the clock's has nobody. */
  byPerson: boolean
  requestedBy: string | null
  /** The role may do anything at the source: a lesser one should be used. */
  superuser: boolean
  counts: ImportCounts | null
  problem: SourceProblemKind | null
  detail: string | null
}

export type SourceSetUp = SourcePlace & { statement: string; mode: ImportMode; savedAt: Date }
export type SourceView = {
  /** 0: by hand alone. */
  everyHours: number
  /** For who sets environments up; null for everybody else. */
  setUp: SourceSetUp | null
}

export type SourceState = {
  source: SourceView | null
  runs: readonly SourceRunView[]
  nextAt: Date | null
  may: { setUp: boolean; run: boolean }
}
