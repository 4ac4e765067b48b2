import { z } from "zod"
import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { deadAfterMs } from "@/lib/exports/rules"
import type { Dataset, ExportState } from "@/lib/exports/schema"
import { listParams, type ParamSet } from "@/lib/list-params"
import { cursorParam, type Page, toCursor } from "@/lib/page"
import { parseInstant } from "@/lib/time"
import { Prisma } from "@/prisma/generated/client"

const pageSize = 50

export type ExportListParams = { after: readonly (string | number | null)[] | null }
const params: ParamSet<ExportListParams> = { after: cursorParam() }
export const exportListParams = listParams(params)

export type ExportRow = {
  id: string
  dataset: Dataset
  /** What may name a person is a hash, after `hiddenMark`. */
  query: string
  raw: boolean
  memberName: string
  fileName: string
  startedAt: Date
  finishedAt: Date | null
  state: ExportState
  rows: number | null
  bytes: number | null
  sha256: string | null
}

/** Who took what, newest first. A file whose process died counts as cut. */
export function listExports(ctx: Ctx, { after }: ExportListParams): Promise<Page<ExportRow>> {
  return read(ctx, "exports:create", async (db) => {
    const rows = await db.$queryRaw<(ExportRow & { cursor: string })[]>`
      SELECT e.id::text, e.dataset, e.query, e.raw, m.name AS "memberName", e.file_name AS "fileName", e.started_at AS "startedAt",
             e.finished_at AS "finishedAt", e.rows::float8, e.bytes::float8, encode(e.sha256, 'hex') AS sha256, to_char(e.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS cursor,
             CASE WHEN e.state = 'running' AND e.alive_at < ${new Date(ctx.now().getTime() - deadAfterMs)} THEN 'cut' ELSE e.state END AS state
      FROM export e JOIN member m ON m.id = e.member_id
      WHERE e.environment_id = ${ctx.environment.id} ${beyond(after)}
      ORDER BY e.started_at DESC, e.id DESC LIMIT ${pageSize + 1}`
    const total = await db.export.count({ where: { environmentId: ctx.environment.id } })
    const shown = rows.slice(0, pageSize)
    const last = shown.at(-1)
    return {
      rows: shown,
      total: { count: total, exact: true },
      after: rows.length > pageSize && last ? toCursor([last.cursor, last.id]) : null,
      before: null,
    }
  })
}

/** A mistyped cursor is none. */
function beyond(after: ExportListParams["after"]): Prisma.Sql {
  const [at, id] = after ?? []
  if (typeof at !== "string" || !parseInstant(at) || !z.guid().safeParse(id).success) return Prisma.empty
  return Prisma.sql`AND (e.started_at, e.id) < (${at}::timestamptz, ${id}::uuid)`
}
