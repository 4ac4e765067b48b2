import type { Ctx } from "@/lib/ctx"
import { type Recorded, record, type Tx } from "@/lib/db"
import { CsvFailed } from "@/lib/directory/csv/rows/rules"
import {
  countDirectory,
  enterDirectory,
  insertStaged,
  keepRefusals,
  openStage,
  removeOthers,
  type StagedEntry,
  type StagedRefusal,
  stage,
} from "@/lib/directory/engine/staging/commands"
import { masked, mostRefusalsKept, mostRows, readRow } from "@/lib/directory/rules"
import type { FoundRow, ImportCounts, ImportFailureKind } from "@/lib/directory/schema"
import { hourMs } from "@/lib/time"

export type Feed = {
  /** Each with a line of its own. What it throws ends the import with nothing changed, and is thrown on. */
  rows: AsyncIterable<readonly FoundRow[]>
  /** Of how far `rows` has come. */
  bytesRead?: () => number
  /** Of all that was read; asked for at the end. */
  sha256?: () => Uint8Array<ArrayBuffer>
}
export type Outcome =
  | ({ state: "done" | "refused" } & ImportCounts)
  | ({ state: "failed"; failure: ImportFailureKind; line: number | null } & ImportCounts)

/**
 * Carries out an import that is queued or running, in one transaction: all of it or nothing. Null where it is neither, because
 * it has ended meanwhile. Of several at once the first does it.
 */
export async function carryOutImport(ctx: Ctx, importId: string, feed: Feed): Promise<Outcome | null> {
  const orders = await claim(ctx, importId)
  if (!orders) return null
  const counts: ImportCounts = { rows: 0, imported: 0, unchanged: 0, refused: 0, removed: 0 }
  const told = setInterval(() => void tell(ctx, importId, { counts, feed }), tellEveryMs)
  const work = { importId, orders, feed, counts }
  try {
    return await record(ctx, "directory:write", (tx) => load(tx, ctx, work), { timeoutMs: 2 * hourMs })
  } catch (error) {
    const failed = toFailed(error, orders)
    await fail(ctx, importId, { counts, failure: failed.failure, feed })
    if (!(error instanceof ImportFailed || error instanceof CsvFailed)) throw error
    return { state: "failed", ...failed, ...counts }
  } finally {
    clearInterval(told)
  }
}

const tellEveryMs = 1_000
const atOnce = 20_000

/** What was read is no directory. */
class ImportFailed extends Error {
  override readonly name = "ImportFailed"
  constructor(readonly failure: ImportFailureKind) {
    super(`The import failed: ${failure}`)
  }
}

type Orders = { mode: string; badRows: string; source: string }
type Work = { importId: string; orders: Orders; feed: Feed; counts: ImportCounts }

function claim(ctx: Ctx, importId: string): Promise<Orders | null> {
  return record(ctx, "directory:write", async (tx) => {
    const where = { environmentId: ctx.environment.id, id: importId, state: { in: ["queued", "running"] } }
    const data = { state: "running", startedAt: ctx.now(), aliveAt: ctx.now() }
    const { count } = await tx.directoryImport.updateMany({ where, data })
    if (count === 0) return { result: null }
    return {
      result: await tx.directoryImport.findFirst({ where, select: { mode: true, badRows: true, source: true } }),
    }
  })
}

async function load(tx: Tx, ctx: Ctx, work: Work): Promise<Recorded<Outcome | null>> {
  const { importId, orders, feed, counts } = work
  const environmentId = ctx.environment.id
  await enterDirectory(tx, environmentId)
  if (!(await isRunning(tx, environmentId, importId))) return { result: null }
  await tx.directoryRefusal.deleteMany({ where: { environmentId, importId } })
  await openStage(tx)
  await stageAll(tx, { environmentId, importId }, work)
  if (counts.rows === 0 || (counts.refused === counts.rows && orders.badRows === "skip"))
    throw new ImportFailed("empty")
  const isRefused = counts.refused > 0 && orders.badRows === "stop"
  if (!isRefused) {
    if (orders.mode === "replace") counts.removed = await removeOthers(tx, { environmentId, importId })
    counts.imported = await insertStaged(tx, { environmentId, importId })
    counts.unchanged = counts.rows - counts.refused - counts.imported
    if (counts.imported + counts.removed > 0) await countDirectory(tx, environmentId, ctx.now())
  }
  const state = isRefused ? "refused" : "done"
  await finish(tx, ctx, { importId, state, counts, feed })
  const sha256 = feed.sha256 ? Buffer.from(feed.sha256()).toString("hex") : null
  const after = { ...counts, source: orders.source, mode: orders.mode, sha256 }
  const action = isRefused ? "directory.import_refused" : "directory.imported"
  return { result: { state, ...counts }, audit: { action, entity: "directory_import", entityId: importId, after } }
}

async function isRunning(tx: Tx, environmentId: number, id: string): Promise<boolean> {
  return (await tx.directoryImport.count({ where: { environmentId, id, state: "running" } })) > 0
}

/** The next rows are read while the server takes the last ones in. */
async function stageAll(tx: Tx, which: { environmentId: number; importId: string }, { feed, counts }: Work) {
  let underway: Promise<void> = Promise.resolve()
  try {
    for await (const rows of feed.rows) {
      for (let from = 0; from < rows.length; from += atOnce) {
        const sorted = sort(rows.slice(from, from + atOnce), counts)
        await underway
        underway = take(tx, which, sorted)
        // Its failure is met at the next `await`, or below.
        underway.catch(() => {})
      }
      if (counts.rows > mostRows) throw new ImportFailed("tooManyRows")
    }
  } finally {
    await underway
  }
}

type Sorted = { entries: StagedEntry[]; refusals: StagedRefusal[] }

function sort(rows: readonly FoundRow[], counts: ImportCounts): Sorted {
  const entries: StagedEntry[] = []
  const refusals: StagedRefusal[] = []
  for (const row of rows) {
    const { line } = row
    const read = readRow(row)
    counts.rows += 1
    if (read.kind === "entry") entries.push({ line, externalId: read.externalId, linkId: read.linkId })
    else {
      counts.refused += 1
      const value = masked(read.reason === "badLinkId" ? row.linkId : row.externalId)
      if (counts.refused <= mostRefusalsKept) refusals.push({ line, reason: read.reason, value })
    }
  }
  return { entries, refusals }
}

async function take(tx: Tx, which: { environmentId: number; importId: string }, { entries, refusals }: Sorted) {
  await stage(tx, entries)
  await keepRefusals(tx, which, refusals)
}

type Told = { counts: ImportCounts; feed: Feed }

/** How far it is, in a transaction of its own, so that others see it before the end. */
async function tell(ctx: Ctx, importId: string, { counts, feed }: Told): Promise<void> {
  const { rows, refused } = counts
  const data = { aliveAt: ctx.now(), rows, refused, bytesRead: feed.bytesRead?.() ?? 0 }
  try {
    await record(ctx, "directory:write", async (tx) => {
      await tx.directoryImport.updateMany({
        where: { environmentId: ctx.environment.id, id: importId, state: "running" },
        data,
      })
      return { result: undefined }
    })
  } catch (error) {
    ctx.log.error("an import could not say how far it is", { importId, error })
  }
}

async function finish(tx: Tx, ctx: Ctx, end: Told & { importId: string; state: string; failure?: ImportFailureKind }) {
  const { importId, state, counts, feed, failure } = end
  await tx.directoryImport.updateMany({
    where: { environmentId: ctx.environment.id, id: importId, state: "running" },
    data: {
      ...{ state, ...counts, finishedAt: ctx.now(), bytesRead: feed.bytesRead?.() ?? 0 },
      ...(feed.sha256 && state !== "failed" ? { sha256: feed.sha256() } : {}),
      ...(failure ? { failure } : {}),
    },
  })
}

/** What was counted stays, with nothing imported. Where even this can't be kept, the import is given up as dead later. */
async function fail(ctx: Ctx, importId: string, { counts, failure, feed }: Told & { failure: ImportFailureKind }) {
  Object.assign(counts, { imported: 0, unchanged: 0, removed: 0 })
  try {
    await record(ctx, "directory:write", async (tx) => {
      await finish(tx, ctx, { importId, state: "failed", counts, feed, failure })
      return { result: undefined }
    })
  } catch (error) {
    ctx.log.error("an import's failure was not recorded", { importId, failure, error })
  }
}

function toFailed(error: unknown, { source }: Orders): { failure: ImportFailureKind; line: number | null } {
  if (error instanceof ImportFailed) return { failure: error.failure, line: null }
  if (error instanceof CsvFailed) return { failure: error.kind, line: error.line }
  return { failure: source === "sql" ? "source" : "internal", line: null }
}
