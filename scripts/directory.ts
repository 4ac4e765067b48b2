import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { open } from "node:fs/promises"
import { basename } from "node:path"
import { parseArgs } from "node:util"
import { installation } from "@/lib/ctx"
import { eachRow, firstRows } from "@/lib/directory/csv/rows/rules"
import { detectFormat, guessColumns } from "@/lib/directory/csv/rules"
import type { Feed } from "@/lib/directory/engine/commands"
import { importRows } from "@/lib/directory/importing/commands"
import type { ColumnPlaces, CsvFormat } from "@/lib/directory/schema"
import { getEnvironment } from "@/lib/environments/queries"
import { AppError } from "@/lib/errors"
import { type Runtime, systemCtx } from "@/lib/runtime"
import { prepareInstallation } from "@/lib/settings/commands"
import { CommandError, runCommand } from "@/scripts/command"

const headBytes = 1 << 16
const usage = "npm run directory -- import --environment SLUG [--replace] [--all-or-nothing] FILE.csv"

await runCommand("directory", async (runtime) => {
  const { slug, path, replace, allOrNothing } = orders()
  const { format, columns } = await look(path)
  await prepareInstallation(runtime)
  const environment = await findEnvironment(runtime, slug)
  const permissions = ["directory:write"] as const
  const ctx = systemCtx(runtime, environment, { name: "system:directory", permissions })
  const outcome = await importRows(
    { ...ctx, log: { ...runtime.log, info() {} } },
    {
      ...{ source: "command", mode: replace ? "replace" : "add", badRows: allOrNothing ? "stop" : "skip" },
      ...{ fileName: basename(path), feed: feedOf(path, format, columns) },
    },
  ).catch(inWords)
  const { rows, imported, unchanged, refused, removed } = outcome
  console.log(JSON.stringify({ rows, imported, unchanged, refused, ...(replace ? { removed } : {}) }))
  if (outcome.state === "refused")
    throw new CommandError("Nothing was imported: some rows can't be; the console lists them")
  if (outcome.state === "failed") throw new CommandError(`Nothing was imported: ${reason(outcome)}`)
})

function orders() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        environment: { type: "string" },
        replace: { type: "boolean", default: false },
        "all-or-nothing": { type: "boolean", default: false },
      },
    })
    const [verb, path, ...others] = positionals
    if (verb === "import" && path && values.environment && others.length === 0) {
      return { slug: values.environment, path, replace: values.replace, allOrNothing: values["all-or-nothing"] }
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new CommandError(`${error.message}\nUsage: ${usage}`)
  }
  throw new CommandError(`Usage: ${usage}`)
}

/** How the file is written, and where its columns are. */
async function look(path: string): Promise<{ format: CsvFormat; columns: ColumnPlaces }> {
  const head = await readHead(path)
  const format = detectFormat(head)
  const rows = await firstRows(head, format, 200)
  const columns = guessColumns(rows)
  if (columns) return { format, columns }
  const found = rows[0] ? `; the first row is ${rows[0].slice(0, 20).join(format.delimiter)}` : ", it is empty"
  throw new CommandError(`The file has no column external_id${found}`)
}

async function readHead(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path)
    const { bytesRead, buffer } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0).finally(() => file.close())
    return buffer.subarray(0, bytesRead)
  } catch (error) {
    if (error instanceof Error && "code" in error) throw new CommandError(`${path} can't be read: ${error.message}`)
    throw error
  }
}

function feedOf(path: string, format: CsvFormat, columns: ColumnPlaces): Feed {
  const hash = createHash("sha256")
  let bytes = 0
  async function* chunks() {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
      hash.update(chunk)
      bytes += chunk.length
      showMegabytes(bytes)
      yield chunk
    }
    if (process.stderr.isTTY) process.stderr.write("\n")
  }
  let digest: Uint8Array<ArrayBuffer> | undefined
  return {
    rows: eachRow(chunks(), format, columns),
    bytesRead: () => bytes,
    sha256: () => {
      digest ??= new Uint8Array(hash.digest())
      return digest
    },
  }
}

/** Drawn over itself on a terminal, and nowhere else. */
function showMegabytes(bytes: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${Math.round(bytes / 1_048_576)} MB read`)
}

async function findEnvironment(runtime: Runtime, slug: string) {
  const permissions = ["housekeeping"] as const
  try {
    return await getEnvironment(systemCtx(runtime, installation, { name: "system:directory", permissions }), slug)
  } catch (error) {
    if (error instanceof AppError && error.code === "NOT_FOUND")
      throw new CommandError(`There is no environment ${slug}`)
    throw error
  }
}

function inWords(error: unknown): never {
  if (error instanceof AppError && error.key === "directoryImportUnderway")
    throw new CommandError("Another import is under way in this environment; try again when it has ended")
  throw error
}

function reason({ failure, line }: { failure: string; line: number | null }): string {
  const where = line === null ? "" : ` from line ${line} on`
  const reasons: Record<string, string> = {
    empty: "the file has no rows",
    quotes: `the file can't be read${where}, where a quote begins that does not end`,
    longRow: `the file can't be read${where}, where a row does not end`,
    tooManyRows: "the file has too many rows",
  }
  return reasons[failure] ?? failure
}
