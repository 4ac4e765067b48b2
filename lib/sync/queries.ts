import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { getBelvoOutage, getBudgetUsage } from "@/lib/environments/queries"
import { notFound } from "@/lib/errors"
import { type SweepFailure, sweepFailure } from "@/lib/sync/schema"
import type { Prisma } from "@/prisma/generated/client"

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
    const ids = rows.flatMap(({ cause, requestedBy }) => (cause === "button" && requestedBy ? [requestedBy] : []))
    const members = await db.member.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
    const names = new Map(members.map(({ id, name }) => [id, name]))
    return rows.map((row) => ({ ...toRun(row), requestedByName: names.get(row.requestedBy ?? "") ?? null }))
  })
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
