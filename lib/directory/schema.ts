import { z } from "zod"

export const importSources = ["file", "sql", "command"] as const
export type ImportSource = (typeof importSources)[number]

/** `replace`: the rows are the whole directory, and what is not among them is taken out. */
export const importModes = ["add", "replace"] as const
export type ImportMode = (typeof importModes)[number]

/** What one bad row does: `stop`, nothing at all is imported; `skip`, the others are. */
export const badRowPolicies = ["stop", "skip"] as const
export type BadRows = (typeof badRowPolicies)[number]

export const importStates = [
  "receiving",
  "received",
  "queued",
  "running",
  "done",
  "refused",
  "failed",
  "cancelled",
  "undone",
] as const
export type ImportState = (typeof importStates)[number]

/** Why a row is not imported. */
export const rowReasons = ["noExternalId", "longExternalId", "unreadable", "controlCharacters", "badLinkId"] as const
export type RowReason = (typeof rowReasons)[number]

/** Why an import came to nothing. */
export const importFailures = ["empty", "quotes", "longRow", "tooManyRows", "source", "abandoned", "internal"] as const
export type ImportFailureKind = (typeof importFailures)[number]

/** A row as it was found, on which line of the file or as which row of the source. */
export type FoundRow = { line: number; externalId: string | null; linkId: string | null }

export type ImportCounts = {
  rows: number
  /** New to the directory. */
  imported: number
  /** Known before, or twice among the rows. */
  unchanged: number
  refused: number
  /** Taken out by `replace`. */
  removed: number
}

export const importInput = z.object({ importId: z.guid() })
export type ImportInput = z.output<typeof importInput>

/** Places of the columns in a row, from 0; null where the file has no link ids. */
export const columnPlaces = z.object({
  externalId: z.number().int().min(0).max(999),
  linkId: z.number().int().min(0).max(999).nullable(),
  /** Whether the first row names the columns. */
  header: z.boolean(),
})
export type ColumnPlaces = z.output<typeof columnPlaces>

export const startImportInput = importInput.extend({
  columns: columnPlaces.refine(({ externalId, linkId }) => externalId !== linkId, "sameColumn"),
  mode: z.enum(importModes),
  badRows: z.enum(badRowPolicies),
})
export type StartImport = z.output<typeof startImportInput>

export const encodings = ["utf-8", "utf-16le", "utf-16be", "windows-1252"] as const
export const delimiters = [",", ";", "\t", "|"] as const
export const csvFormat = z.object({ encoding: z.enum(encodings), delimiter: z.enum(delimiters) })
export type CsvFormat = z.output<typeof csvFormat>

export type ImportPreview = {
  format: CsvFormat
  /** The first rows, the header among them. */
  rows: readonly (readonly string[])[]
  /** Null where no column looks like external ids. */
  columns: ColumnPlaces | null
}

export const importView = z.object({
  id: z.string(),
  source: z.enum(importSources).catch("file"),
  state: z.enum(importStates).catch("failed"),
  mode: z.enum(importModes).catch("add"),
  badRows: z.enum(badRowPolicies).catch("stop"),
  fileName: z.string().nullable(),
  bytes: z.number().nullable(),
  bytesRead: z.number(),
  sha256: z.string().nullable(),
  rows: z.number(),
  imported: z.number(),
  unchanged: z.number(),
  refused: z.number(),
  removed: z.number(),
  memberName: z.string().nullable(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  failure: z.enum(importFailures).nullable().catch("internal"),
  undoneAt: z.string().nullable(),
  undoneByName: z.string().nullable(),
  /** Whether it may be undone now: it changed something, and nothing was changed after it. */
  undoable: z.boolean(),
})
export type ImportView = z.output<typeof importView>

/** The route's body is the file; its name comes as a parameter, its hash as a header, in hexadecimal digits. */
export const fileName = z.string().trim().min(1).max(200)
export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/)
export const sha256Header = "x-enlace-sha256"
export const mostFileBytes = 500_000_000

export const uploadedView = z.object({ id: z.string() })
