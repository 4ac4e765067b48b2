import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import { getBelvoOutage, getBudgetUsage } from "@/lib/environments/queries"
import { notFound } from "@/lib/errors"
import { pageOf } from "@/lib/page"
import type { ListedKind, SweepListParams } from "@/lib/sync/progress/schema"
import { type SweepFailure, sweepFailure, sweepRunInput } from "@/lib/sync/schema"
import { parseInstant } from "@/lib/time"
import { Prisma } from "@/prisma/generated/client"

const runRow = {
  id: true,
  kind: true,
  cause: true,
  requestedBy: true,
  state: true,
  phase: true,
  createdAt: true,
  startedAt: true,
  finishedAt: true,
  heartbeatAt: true,
  cancelRequestedAt: true,
  confirmedAt: true,
  expected: true,
  requests: true,
  seen: true,
  inserted: true,
  updated: true,
  unchanged: true,
  removed: true,
  missing: true,
  missingAtLeast: true,
  checked: true,
  failure: true,
} satisfies Prisma.SweepRunSelect
type Row = Prisma.SweepRunGetPayload<{ select: typeof runRow }>
export type SweepRun = Omit<Row, "failure"> & { failure: SweepFailure | null }
/** With the name of the member who asked for it; null for the clock and the command. */
export type ListedSweep = SweepRun & { requestedByName: string | null }

/** Throws NOT_FOUND. */
export async function getSweep(ctx: Ctx, runId: string): Promise<SweepRun> {
  const where = { environmentId: ctx.environment.id, id: runId }
  const row = await read(ctx, "links:read", (db) => db.sweepRun.findFirst({ where, select: runRow }))
  if (!row) throw notFound()
  return toRun(row)
}

/** The latest first. */
export function listSweeps(ctx: Ctx, { most = 50 }: { most?: number } = {}): Promise<ListedSweep[]> {
  return read(ctx, "links:read", async (db) => {
    const rows = await db.sweepRun.findMany({
      where: { environmentId: ctx.environment.id },
      orderBy: { createdAt: "desc" },
      take: most,
      select: runRow,
    })
    return withNames(db, rows)
  })
}

/** Null where there is none. */
export async function findListedSweep(ctx: Ctx, runId: string): Promise<ListedSweep | null> {
  const input = sweepRunInput.safeParse({ runId })
  if (!input.success) return null
  return read(ctx, "links:read", async (db) => {
    const where = { environmentId: ctx.environment.id, id: runId }
    const [run] = await withNames(db, await db.sweepRun.findMany({ where, select: runRow }))
    return run ?? null
  })
}

/** The sweep that waits for a person's decision; a later one that came to its end has answered it, or asks anew. */
export async function findUndecidedSweep(ctx: Ctx): Promise<SweepRun | null> {
  const state = { in: ["completed", "needs_decision"] }
  const where = { environmentId: ctx.environment.id, kind: "full", state }
  const row = await read(ctx, "links:read", (db) =>
    db.sweepRun.findFirst({ where, orderBy: { createdAt: "desc" }, select: runRow }),
  )
  return row?.state === "needs_decision" ? toRun(row) : null
}

/** The delta sweep that ended last; null where none has. */
export async function findLastDelta(ctx: Ctx): Promise<SweepRun | null> {
  const where = { environmentId: ctx.environment.id, kind: "delta", finishedAt: { not: null } }
  const row = await read(ctx, "links:read", (db) =>
    db.sweepRun.findFirst({ where, orderBy: { createdAt: "desc" }, select: runRow }),
  )
  return row && toRun(row)
}

async function withNames(db: ReadDb, rows: readonly Row[]): Promise<ListedSweep[]> {
  const ids = rows.flatMap(({ cause, requestedBy }) => (cause === "button" && requestedBy ? [requestedBy] : []))
  const members = await db.member.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
  const names = new Map(members.map(({ id, name }) => [id, name]))
  return rows.map((row) => ({ ...toRun(row), requestedByName: names.get(row.requestedBy ?? "") ?? null }))
}

const pageSize = 50
export type SweepPage = { rows: readonly ListedSweep[]; after: string | null; before: string | null }

/** One page, the latest first. */
export function listSweepPage(ctx: Ctx, params: SweepListParams): Promise<SweepPage> {
  return read(ctx, "links:read", async (db) => {
    const from = placeOf(params)
    const found = await findPlaces(db, ctx, { kind: params.kind, from })
    const turned = from ? params : { after: null, before: null }
    const { rows: places, ...cursors } = pageOf(found, { size: pageSize, turned, keyOf: ({ at, id }) => [at, id] })
    const where = { environmentId: ctx.environment.id, id: { in: places.map(({ id }) => id) } }
    const rows = await withNames(db, await db.sweepRun.findMany({ where, select: runRow }))
    const runs = new Map(rows.map((row) => [row.id, row]))
    return { rows: places.flatMap(({ id }) => runs.get(id) ?? []), ...cursors }
  })
}

/** A place in the list: a moment to the microsecond, and an id. */
type Place = { at: string; id: string }
type From = Place & { backward: boolean }

/** Null where the cursor is none. */
function placeOf({ after, before }: SweepListParams): From | null {
  const [at, id] = before ?? after ?? []
  const known = sweepRunInput.safeParse({ runId: id })
  const isPlace = typeof at === "string" && parseInstant(at) !== null && known.success
  return isPlace ? { at, id: known.data.runId, backward: before !== null } : null
}

function findPlaces(db: ReadDb, ctx: Ctx, { kind, from }: { kind: ListedKind; from: From | null }): Promise<Place[]> {
  const [beyond, way] = from?.backward ? [">", "ASC"] : ["<", "DESC"]
  const narrowed = Prisma.sql`${kind === "all" ? Prisma.empty : Prisma.sql`AND kind = ${kind}`}
    ${from ? Prisma.sql`AND (created_at, id) ${Prisma.raw(beyond)} (${from.at}::timestamptz, ${from.id}::uuid)` : Prisma.empty}`
  return db.$queryRaw<Place[]>`
    SELECT id::text, to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at FROM sweep_run
    WHERE environment_id = ${ctx.environment.id} ${narrowed}
    ORDER BY created_at ${Prisma.raw(way)}, id ${Prisma.raw(way)} LIMIT ${pageSize + 1}::integer`
}

/** The sweep that waits or runs; null where none does. */
export async function findActiveSweep(ctx: Ctx): Promise<SweepRun | null> {
  const row = await read(ctx, "links:read", (db) =>
    db.sweepRun.findFirst({
      where: { environmentId: ctx.environment.id, state: { in: ["queued", "running"] } },
      select: runRow,
    }),
  )
  return row && toRun(row)
}

function toRun({ failure, ...row }: Row): SweepRun {
  const parsed = sweepFailure.safeParse(failure)
  return { ...row, failure: parsed.success ? parsed.data : null }
}

export type MirrorStatus = {
  /** When the last completed sweep began: everything in the mirror is at least as new. */
  syncedAt: Date | null
  running: boolean
  used: number
  limit: number
  /** Since when Belvo has not answered; null while it does. */
  failingSince: Date | null
}

/** What the frame of every page says of the mirror and of Belvo's budget. */
export async function getMirrorStatus(ctx: Ctx): Promise<MirrorStatus> {
  const where = { environmentId: ctx.environment.id }
  const active = await read(ctx, "links:read", (db) =>
    db.sweepRun.count({ where: { ...where, state: { in: ["queued", "running"] } } }),
  )
  const { used, limit } = await getBudgetUsage(ctx)
  const failingSince = await getBelvoOutage(ctx)
  return { syncedAt: await findSyncedAt(ctx), running: active > 0, used, limit, failingSince }
}

/** When the last sweep that asked for every link and came to its end began; null where none has. */
export async function findSyncedAt(ctx: Ctx): Promise<Date | null> {
  const run = await read(ctx, "links:read", (db) =>
    db.sweepRun.findFirst({
      where: { environmentId: ctx.environment.id, state: "completed", kind: "full" },
      orderBy: { createdAt: "desc" },
      select: { startedAt: true },
    }),
  )
  return run?.startedAt ?? null
}
