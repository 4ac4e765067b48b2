import type { FoundRow, ImportState, RowReason } from "@/lib/directory/schema"
import { dayMs, hourMs, minuteMs } from "@/lib/time"

/** Belvo keeps no longer external id. */
const longestExternalId = 256
const uuid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i
/** As databases write that there is none. */
const none = ["", "null", "\\n"]
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const controlCharacters = /[\u0000-\u001f\u007f-\u009f]/
const halfCharacters = /\ufffd/

export type ReadRow =
  | { kind: "entry"; externalId: string; linkId: string | null }
  | { kind: "refused"; reason: RowReason }

/** What a row says, or why it can't be understood. Blanks around a value are not of the value, nor is a spreadsheet's guard. */
export function readRow({ externalId: first, linkId: second }: Pick<FoundRow, "externalId" | "linkId">): ReadRow {
  const externalId = unguarded(first ?? "").trim()
  const linkId = unguarded(second ?? "").trim()
  if (externalId === "") return refused("noExternalId")
  if (halfCharacters.test(externalId) || !externalId.isWellFormed()) return refused("unreadable")
  if (controlCharacters.test(externalId)) return refused("controlCharacters")
  if ([...externalId].length > longestExternalId) return refused("longExternalId")
  if (none.includes(linkId.toLowerCase())) return { kind: "entry", externalId, linkId: null }
  if (!uuid.test(linkId)) return refused("badLinkId")
  return { kind: "entry", externalId, linkId: linkId.toLowerCase() }
}

/** Without the apostrophe that keeps a spreadsheet from running a value: one, and only before what it guards from. */
export const unguarded = (text: string): string => text.replace(/^'(?=[=+\-@\t\r])/, "")

/** Enough to find a row again by, not enough to know whose it is. */
export function masked(text: string | null): string | null {
  if (text === null || text === "") return null
  const [shown, length] = [[...text].slice(0, 3).join(""), [...text].length]
  return length <= 3 ? "•".repeat(length) : `${shown.replace(controlCharacters, " ")}… (${length})`
}

/** Of those that ended later, does any keep this one from being undone? Only the newest change can be taken back. */
export function isUndoable(
  { state, imported, removed, endedAt }: Undoable,
  changedSince: boolean,
  isAnyActive: boolean,
): boolean {
  return state === "done" && imported + removed > 0 && endedAt === null && !changedSince && !isAnyActive
}
export type Undoable = { state: ImportState; imported: number; removed: number; endedAt: Date | null }

/** Files, refused rows and what `replace` took out are kept as long; hashes and counts stay. */
export const keptForMs = 30 * dayMs
/** A file that nobody has imported by then goes. */
export const waitsForMs = 24 * hourMs
/** An import that has not said for as long that it is at work is dead. */
export const deadAfterMs = 2 * minuteMs

export const mostRows = 10_000_000
/** Files of an environment that wait to be imported. */
export const mostWaitingFiles = 5
/** Refused rows that are listed; all of them are counted. */
export const mostRefusalsKept = 100_000

const refused = (reason: RowReason): ReadRow => ({ kind: "refused", reason })

type RefusedRow = { line: number; reason: string; value: string | null }

/** RFC 4180 for a spreadsheet: nothing in it runs. */
export function refusalsCsv(rows: readonly RefusedRow[]): string {
  const lines = rows.map(({ line, reason, value }) => `${line},${reason},${quoted(guarded(value ?? ""))}\n`)
  return `line,reason,value\n${lines.join("")}`
}

/** With the apostrophe that `unguarded` takes away. */
const guarded = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
