import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { mkdtemp, open, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pipeline } from "node:stream/promises"
import type pg from "pg"
import { from as copyFrom } from "pg-copy-streams"
import { atLeast, atMost, type Figure, median, timed, told } from "@/bench/figure"
import { watchOwnMemory } from "@/bench/memory"
import type { Mirror } from "@/bench/mirror"
import { openPlain } from "@/bench/recorder"
import type { Stage } from "@/bench/stage"
import { eachRow } from "@/lib/directory/csv/rows/rules"
import { importRows } from "@/lib/directory/importing/commands"
import { withClient } from "@/scripts/with-client"

const leastOfCopy = 0.5
const mostMiB = 128
const rounds = 3
const format = { encoding: "utf-8", delimiter: "," } as const
const columns = { externalId: 0, linkId: 1, header: true }

/** A file of as many users as there are links, by the product's import; in turn with COPY and INSERT … SELECT of it into the same indices. */
export async function measureDirectory({ links, empty, log }: Stage): Promise<Figure[]> {
  const mirror = await empty()
  const folder = await mkdtemp(join(tmpdir(), "enlace-bench-"))
  const plain = await openPlain(mirror)
  try {
    const path = join(folder, "users.csv")
    // A tenth first: what a process needs whatever the size is not what grows with it.
    await writeUsers(path, Math.floor(links / 10))
    await importFile(mirror, path, { imported: Math.floor(links / 10), unchanged: 0 })
    await writeUsers(path, links)
    const copies: number[] = []
    const imports: number[] = []
    const again: number[] = []
    const grown: number[] = []
    for (let round = 0; round < rounds; round++) {
      await emptyDirectory(mirror)
      copies.push((await timed(() => copy(plain, path))).ms)
      await emptyDirectory(mirror)
      const memory = watchOwnMemory()
      imports.push((await timed(() => importFile(mirror, path, { imported: links, unchanged: 0 }))).ms)
      grown.push(memory.stop())
      again.push((await timed(() => importFile(mirror, path, { imported: 0, unchanged: links }))).ms)
      log(
        `COPY ${copies.at(-1)?.toFixed(0)} ms, import ${imports.at(-1)?.toFixed(0)} ms, again ${again.at(-1)?.toFixed(0)} ms`,
      )
    }
    return [
      atLeast(
        `directory, import of ${links} rows over COPY and INSERT … SELECT`,
        median(copies) / median(imports),
        leastOfCopy,
      ),
      told("directory, rows a second", String(Math.round(links / (median(imports) / 1_000)))),
      told("directory, rows a second of the same file again", String(Math.round(links / (median(again) / 1_000)))),
      atMost("directory, memory grows by", Math.max(...grown), mostMiB, "MiB"),
    ]
  } finally {
    await plain.end()
    await rm(folder, { recursive: true })
  }
}

/** The same for the same number. */
async function writeUsers(path: string, users: number): Promise<void> {
  const file = await open(path, "w")
  await file.write("external_id,link_id\n")
  for (let from = 0; from < users; from += 10_000) {
    const lines = Array.from({ length: Math.min(10_000, users - from) }, (_, at) => userLine(from + at))
    await file.write(lines.join(""))
  }
  await file.close()
}

function userLine(user: number): string {
  const hash = createHash("md5").update(String(user)).digest("hex")
  const linkId = hash.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")
  return `usr_${hash.slice(0, 8)}${user},${linkId}\n`
}

const emptyDirectory = ({ url }: Mirror) =>
  withClient(url, (client) => client.query("TRUNCATE directory_entry, directory_import"))

async function copy(plain: pg.Client, path: string): Promise<void> {
  await plain.query("BEGIN")
  await plain.query('CREATE TEMPORARY TABLE staged (external_id text COLLATE "C", link_id uuid) ON COMMIT DROP')
  await pipeline(createReadStream(path), plain.query(copyFrom("COPY staged FROM STDIN (FORMAT csv, HEADER)")))
  await plain.query(`
    INSERT INTO directory_entry (environment_id, import_id, line, external_id, link_id)
    SELECT bound_environment(), gen_random_uuid(), row_number() OVER (), external_id, link_id FROM staged`)
  await plain.query("COMMIT")
}

async function importFile(mirror: Mirror, path: string, expected: { imported: number; unchanged: number }) {
  const ctx = mirror.ctx(["directory:write"])
  const rows = eachRow(createReadStream(path, { highWaterMark: 1 << 18 }), format, columns)
  const outcome = await importRows(ctx, { source: "command", mode: "add", badRows: "stop", feed: { rows } })
  if (outcome.imported !== expected.imported || outcome.unchanged !== expected.unchanged)
    throw new Error(`The import came out otherwise: ${JSON.stringify(outcome)}`)
}
