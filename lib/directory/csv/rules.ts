import type { ColumnPlaces, CsvFormat } from "@/lib/directory/schema"
import { delimiters } from "@/lib/directory/schema"

type Encoding = CsvFormat["encoding"]

/** How a file is written, by its first bytes: its mark, zeros where UTF-16 has them, whether it is UTF-8 at all; then its first line. */
export function detectFormat(head: Uint8Array): CsvFormat {
  const encoding = encodingOf(head)
  return { encoding, delimiter: delimiterOf(new TextDecoder(encoding).decode(head, { stream: true })) }
}

function encodingOf(head: Uint8Array): Encoding {
  const [first, second] = head
  if (first === 0xff && second === 0xfe) return "utf-16le"
  if (first === 0xfe && second === 0xff) return "utf-16be"
  const [even, odd] = zeros(head.subarray(0, 2_000))
  if (odd > 0.3) return "utf-16le"
  if (even > 0.3) return "utf-16be"
  return isUtf8(head) ? "utf-8" : "windows-1252"
}

/** Shares of zeros at even and at odd places. */
function zeros(bytes: Uint8Array): [number, number] {
  const counts: [number, number] = [0, 0]
  for (const [place, byte] of bytes.entries()) if (byte === 0) counts[place % 2 === 0 ? 0 : 1] += 1
  const pairs = Math.max(1, bytes.length / 2)
  return [counts[0] / pairs, counts[1] / pairs]
}

/** A character that the end cuts in two is none against it. */
function isUtf8(head: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true })
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

/** What the first line is separated by most often, outside quotes. `sep=;` is how a spreadsheet says it itself. */
function delimiterOf(text: string): CsvFormat["delimiter"] {
  const line = firstLine(text).replace(/^\ufeff/, "")
  const told = /^sep=(.)$/i.exec(line)?.[1]
  const named = delimiters.find((one) => one === told)
  if (named) return named
  const bare = line.replace(/"[^"]*"/g, "")
  const count = (delimiter: string) => bare.split(delimiter).length - 1
  return [...delimiters].sort((a, b) => count(b) - count(a))[0] ?? ","
}

function firstLine(text: string): string {
  let quoted = false
  const most = Math.min(text.length, 10_000)
  for (let place = 0; place < most; place++) {
    const character = text.charAt(place)
    if (character === '"') quoted = !quoted
    if (!quoted && (character === "\n" || character === "\r")) return text.slice(0, place)
  }
  return text.slice(0, most)
}

const namesOfExternalId = [
  "externalid",
  "external",
  "idexterno",
  "userid",
  "user",
  "iduser",
  "usuario",
  "usuarioid",
  "idusuario",
  "iddeusuario",
  "customerid",
  "customer",
  "clienteid",
  "idcliente",
  "iddecliente",
  "cliente",
  "clientid",
]
const namesOfLinkId = ["linkid", "link", "idlink", "belvolinkid", "belvolink", "linkbelvo"]
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** By the names of the first row, else by where the UUIDs are; null where neither says which are the external ids. */
export function guessColumns(rows: readonly (readonly string[])[]): ColumnPlaces | null {
  const first = rows[0]
  if (!first) return null
  const names = first.map(plainName)
  const link = indexOfName(names, namesOfLinkId)
  const external = indexOfName(names, namesOfExternalId)
  if (external !== null) return { externalId: external, linkId: link, header: true }
  if (link !== null || looksLikeNames(rows)) return null
  if (first.length === 1) return { externalId: 0, linkId: null, header: false }
  const places = first
    .map((_, place) => place)
    .filter((place) => rows.every((row) => uuid.test(row[place]?.trim() ?? "")))
  const linkId = places.at(-1) ?? null
  if (linkId === null || first.length !== 2) return null
  return { externalId: linkId === 1 ? 0 : 1, linkId, header: false }
}

/** A row of names has no UUID where the rows below have them. */
function looksLikeNames(rows: readonly (readonly string[])[]): boolean {
  const [first = [], ...others] = rows
  return first.some(
    (cell, place) =>
      !uuid.test(cell.trim()) && others.length > 0 && others.every((row) => uuid.test(row[place]?.trim() ?? "")),
  )
}

/** In the order of the names that are looked for, so that `external_id` comes before `user`. */
function indexOfName(names: readonly string[], wanted: readonly string[]): number | null {
  for (const name of wanted) {
    const place = names.indexOf(name)
    if (place >= 0) return place
  }
  return null
}

const plainName = (name: string): string =>
  name
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
