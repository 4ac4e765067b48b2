import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { notFound } from "@/lib/errors"
import { type SweepFailure, sweepFailure } from "@/lib/sync/schema"
import type { Prisma } from "@/prisma/generated/client"

const runRow = {
  id: true,
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

/** Throws NOT_FOUND. */
export async function getSweep(ctx: Ctx, runId: string): Promise<SweepRun> {
  const where = { environmentId: ctx.environment.id, id: runId }
  const row = await read(ctx, "links:read", (db) => db.sweepRun.findFirst({ where, select: runRow }))
  if (!row) throw notFound()
  return toRun(row)
}

/** The latest first. */
export async function listSweeps(ctx: Ctx, { most = 50 }: { most?: number } = {}): Promise<SweepRun[]> {
  const rows = await read(ctx, "links:read", (db) =>
    db.sweepRun.findMany({
      where: { environmentId: ctx.environment.id },
      orderBy: { createdAt: "desc" },
      take: most,
      select: runRow,
    }),
  )
  return rows.map(toRun)
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
