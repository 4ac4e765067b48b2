import { CsvError, type InfoRecord, Parser } from "csv-parse"
import type { ColumnPlaces, CsvFormat, FoundRow, ImportFailureKind } from "@/lib/directory/schema"

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

/** Whatever stands in one row: longer is no row, but a quote that nobody closed. */
const longestRow = 64 * 1024

/** The file itself can't be read any further, from this line on. */
export class CsvFailed extends Error {
  override readonly name = "CsvFailed"
  constructor(
    readonly kind: Extract<ImportFailureKind, "quotes" | "longRow">,
    readonly line: number,
  ) {
    super(`The file can't be read from line ${line} on: ${kind}`)
  }
}

/** The rows of a file as they come, some thousands at a time, each with a line of its own: its first. Throws `CsvFailed`. */
export async function* eachRow(chunks: Chunks, format: CsvFormat, columns: ColumnPlaces): AsyncGenerator<FoundRow[]> {
  let isFirst = columns.header
  for await (const records of eachRecords(chunks, format)) {
    const rows = (isFirst ? records.slice(1) : records).map(({ line, cells }) => ({
      line,
      externalId: cells[columns.externalId] ?? null,
      linkId: columns.linkId === null ? null : (cells[columns.linkId] ?? null),
    }))
    if (records.length > 0) isFirst = false
    if (rows.length > 0) yield rows
  }
}

/** The first rows of a file whose rest may be missing. */
export async function firstRows(head: Uint8Array, format: CsvFormat, most: number): Promise<string[][]> {
  const found: string[][] = []
  try {
    for await (const records of eachRecords([head], format)) found.push(...records.map(({ cells }) => cells))
  } catch (error) {
    if (!(error instanceof CsvFailed)) throw error
  }
  return found.slice(0, most)
}

type FoundRecord = { line: number; cells: string[] }

async function* eachRecords(chunks: Chunks, { encoding, delimiter }: CsvFormat): AsyncGenerator<FoundRecord[]> {
  let found: FoundRecord[] = []
  let [lastLine, counted, twice] = [0, 0, 0]
  const parser = new Parser({
    ...{ bom: true, delimiter, record_delimiter: ["\r\n", "\n", "\r"], max_record_size: longestRow },
    ...{ relax_quotes: true, relax_column_count: true, skip_empty_lines: true },
    on_record: (cells: string[], { lines }: InfoRecord) => {
      const isOneLine = lines - counted === 1
      counted = lines
      // The parser counts a break of two characters within quotes twice.
      twice += isOneLine ? 0 : countOf(cells, /\r\n/g)
      const line = Math.max(lines - twice - (isOneLine ? 0 : countOf(cells, /\r\n|\n|\r/g)), lastLine + 1)
      lastLine = Math.max(line, lines - twice)
      if (!isSeparatorLine(line, cells)) found.push({ line, cells })
      // Taken here and now: through the stream's own queue it would come more slowly.
      return null
    },
  })
  parser.on("error", () => {})
  for await (const chunk of asUtf8(chunks, encoding)) {
    await settled((done) => parser.write(chunk, done), lastLine)
    yield found
    found = []
  }
  await settled((done) => parser.end(done), lastLine)
  yield found
}

/** `sep=;`, by which a spreadsheet is told how the file is separated. */
const isSeparatorLine = (line: number, cells: readonly string[]): boolean =>
  line === 1 && /^sep=.?$/i.test(cells[0] ?? "")

const countOf = (cells: readonly string[], pattern: RegExp): number =>
  cells.reduce((sum, cell) => sum + (cell.match(pattern)?.length ?? 0), 0)

async function settled(step: (done: (error?: Error | null) => void) => void, lastLine: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => step((error) => (error ? reject(error) : resolve())))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    if (error.code === "CSV_QUOTE_NOT_CLOSED") throw new CsvFailed("quotes", lastLine + 1)
    if (error.code === "CSV_MAX_RECORD_SIZE") throw new CsvFailed("longRow", lastLine + 1)
    throw error
  }
}

async function* asUtf8(chunks: Chunks, encoding: CsvFormat["encoding"]): AsyncGenerator<Uint8Array> {
  if (encoding === "utf-8") return yield* chunks
  const decoder = new TextDecoder(encoding)
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }))
  yield Buffer.from(decoder.decode())
}
