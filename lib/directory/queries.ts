import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import { firstRows } from "@/lib/directory/csv/rows/rules"
import { detectFormat, guessColumns } from "@/lib/directory/csv/rules"
import { isUndoable, mostRefusalsKept, refusalsCsv } from "@/lib/directory/rules"
import { type ImportPreview, type ImportState, type ImportView, importInput, importView } from "@/lib/directory/schema"
import { notFound } from "@/lib/errors"
import { Prisma } from "@/prisma/generated/client"

export type DirectoryFacts = { users: number; links: number; countedAt: Date | null }

/** How many users and link ids are known; nothing and never where nothing was imported yet. */
export function getDirectoryFacts(ctx: Ctx): Promise<DirectoryFacts> {
  return read(ctx, "directory:read", async (db) => {
    const total = await db.directoryTotal.findFirst({ where: { environmentId: ctx.environment.id } })
    return { users: total?.users ?? 0, links: total?.links ?? 0, countedAt: total?.countedAt ?? null }
  })
}

/** Whether there is a directory at all, without which nothing can be said of a link's owner. */
export const hasDirectory = async (ctx: Ctx): Promise<boolean> => (await getDirectoryFacts(ctx)).users > 0

const importsAtOnce = 50

export type ImportPage = {
  rows: ImportView[]
  /** The id that the older ones begin after; null where there are none. */
  older: string | null
}

/** Imports, the latest first, those that wait or run among them; `after` is the id of the last one that was shown. */
export function listImports(ctx: Ctx, { after }: { after: string | null }): Promise<ImportPage> {
  const since = importInput.safeParse({ importId: after })
  const isOlder = since.success
    ? Prisma.sql`(i.created_at, i.id) < (SELECT a.created_at, a.id FROM directory_import a
        WHERE a.environment_id = ${ctx.environment.id} AND a.id = ${since.data.importId}::uuid)`
    : Prisma.sql`true`
  return read(ctx, "directory:read", async (db) => {
    const found = await findImports(db, ctx, Prisma.sql`i.state <> 'receiving' AND ${isOlder}`)
    const rows = found.slice(0, importsAtOnce)
    return { rows, older: found.length > rows.length ? (rows.at(-1)?.id ?? null) : null }
  })
}

/** Throws NOT_FOUND. */
export async function getImport(ctx: Ctx, { importId }: { importId: string }): Promise<ImportView> {
  const found = await findListedImport(ctx, { importId })
  if (!found) throw notFound()
  return found
}

/** Null where there is none of this id, or it is no id. */
export async function findListedImport(ctx: Ctx, { importId }: { importId: string }): Promise<ImportView | null> {
  if (!importInput.safeParse({ importId }).success) return null
  const [found] = await read(ctx, "directory:read", (db) => findImports(db, ctx, Prisma.sql`i.id = ${importId}::uuid`))
  return found ?? null
}

/** The first rows of a received file as they are understood, and which columns they seem to have. Null where the file has ended. */
export async function previewImport(ctx: Ctx, { importId }: { importId: string }): Promise<ImportPreview | null> {
  if (!importInput.safeParse({ importId }).success) throw notFound()
  const head = await read(ctx, "directory:import", async (db) => {
    const where = { environmentId: ctx.environment.id, importId, part: 0 }
    const found = await db.directoryFile.findFirst({ where, select: { body: true } })
    return found?.body ?? null
  })
  if (!head) return null
  const format = detectFormat(head)
  const rows = await firstRows(head.subarray(0, 64 * 1024), format, 200)
  return { format, rows: rows.slice(0, shownRows), columns: guessColumns(rows) }
}

const shownRows = 8

export type RefusedRow = { line: number; reason: string; value: string | null }

/** The first of an import's refused rows, in the order of the file. */
export function listRefusals(ctx: Ctx, { importId, most }: { importId: string; most: number }): Promise<RefusedRow[]> {
  return read(ctx, "directory:read", (db) =>
    db.directoryRefusal.findMany({
      where: { environmentId: ctx.environment.id, importId },
      select: { line: true, reason: true, value: true },
      orderBy: { line: "asc" },
      take: most,
    }),
  )
}

/** All of them that are kept, as a file for a spreadsheet. Throws NOT_FOUND. */
export async function getRefusalsFile(ctx: Ctx, { importId }: { importId: string }): Promise<string> {
  await getImport(ctx, { importId })
  return refusalsCsv(await listRefusals(ctx, { importId, most: mostRefusalsKept }))
}

type ImportRow = Omit<
  ImportView,
  "undoable" | "createdAt" | "finishedAt" | "undoneAt" | "source" | "mode" | "badRows"
> & {
  source: string
  mode: string
  badRows: string
  state: ImportState
  createdAt: Date
  finishedAt: Date | null
  undoneAt: Date | null
  endedAt: Date | null
  changedSince: boolean
  isAnyActive: boolean
}

async function findImports(db: ReadDb, { environment }: Ctx, which: Prisma.Sql): Promise<ImportView[]> {
  const rows = await db.$queryRaw<ImportRow[]>`
    SELECT i.id::text, i.source, i.state, i.mode, i.bad_rows AS "badRows", i.file_name AS "fileName", i.bytes::float8 AS bytes,
      i.bytes_read::float8 AS "bytesRead", encode(i.sha256, 'hex') AS sha256, i.rows, i.imported, i.unchanged, i.refused, i.removed,
      m.name AS "memberName", i.created_at AS "createdAt", i.finished_at AS "finishedAt", i.failure, i.undone_at AS "undoneAt",
      u.name AS "undoneByName", i.ended_at AS "endedAt",
      coalesce(newest.id <> i.id AND newest.finished_at >= i.finished_at, false) AS "changedSince",
      EXISTS (SELECT FROM directory_import a WHERE a.environment_id = i.environment_id AND a.state IN ('queued', 'running')) AS "isAnyActive"
    FROM directory_import i
    LEFT JOIN (
      SELECT id, finished_at FROM directory_import
      WHERE environment_id = ${environment.id} AND state = 'done' AND imported + removed > 0
      ORDER BY finished_at DESC LIMIT 1
    ) newest ON true
    LEFT JOIN member m ON m.id = i.member_id
    LEFT JOIN member u ON u.id = i.undone_by
    WHERE i.environment_id = ${environment.id} AND ${which}
    ORDER BY i.created_at DESC, i.id DESC LIMIT ${importsAtOnce + 1}`
  return rows.map(toView)
}

function toView({ changedSince, isAnyActive, endedAt, ...row }: ImportRow): ImportView {
  return importView.parse({
    ...row,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    undoneAt: row.undoneAt?.toISOString() ?? null,
    undoable: isUndoable({ ...row, endedAt }, changedSince, isAnyActive),
  })
}
