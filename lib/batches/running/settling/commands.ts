import { lostAfterMs } from "@/lib/batches/rules"
import type { Run } from "@/lib/batches/running/claiming/commands"
import { held } from "@/lib/batches/running/claiming/commands"
import { type End, endOfUnanswered } from "@/lib/batches/running/rules"
import { read, record } from "@/lib/db"
import { readThrough } from "@/lib/mirror/reading/commands"
import { Prisma } from "@/prisma/generated/client"

/** From here on it may be at Belvo. False where it was taken back, or asked for by another run. */
export function claimItem(run: Run, linkId: string): Promise<boolean> {
  return held(run, async (tx) => {
    const { count } = await tx.batchItem.updateMany({
      where: { ...itemOf(run, linkId), state: "waiting" },
      data: { state: "sent", sentAt: run.ctx.now() },
    })
    return count > 0
  })
}

/** Nothing has left after all. */
export function giveBack({ ctx, ...run }: Run, linkId: string): Promise<unknown> {
  return record(ctx, "batches:carry-out", async (tx) => ({
    result: await tx.$executeRaw`
      UPDATE batch_item i SET state = CASE WHEN b.state = 'cancelled' THEN 'cancelled' ELSE 'waiting' END, sent_at = NULL
      FROM batch b
      WHERE i.environment_id = ${ctx.environment.id} AND i.batch_id = ${run.batchId}::uuid AND i.link_id = ${linkId}::uuid AND i.state = 'sent'
        AND b.environment_id = i.environment_id AND b.id = i.batch_id`,
  }))
}

/** What Belvo has answered holds whoever runs the batch by now, and even where it was given up as unknown. */
export function settle({ ctx, batchId }: Run, linkId: string, end: End): Promise<void> {
  return record(ctx, "batches:carry-out", async (tx) => {
    await tx.batchItem.updateMany({
      where: { environmentId: ctx.environment.id, batchId, linkId, state: { in: ["sent", "unknown"] } },
      data: { ...end, settledAt: ctx.now() },
    })
    await tx.batch.updateMany({
      where: { environmentId: ctx.environment.id, id: batchId, NOT: { problem: { equals: Prisma.AnyNull } } },
      data: { problem: Prisma.DbNull },
    })
    return { result: undefined }
  })
}

/** Those whose worker died before Belvo's answer was kept: looked at once, and never sent again. */
export async function settleLost(run: Run): Promise<void> {
  for (;;) {
    const lost = await listLost(run)
    if (lost.length === 0) return
    await settleUnanswered(run, lost)
  }
}

export async function settleUnanswered(run: Run, linkIds: readonly string[]): Promise<void> {
  const { ctx, batchId, deed } = run
  if (deed.kind === "access_mode") {
    await readThrough(ctx, { linkIds, priority: "sweep", cause: "access_mode", causeId: batchId })
  }
  const seen = await listModes(run, linkIds)
  for (const linkId of linkIds) await settle(run, linkId, endOfUnanswered(deed, seen.get(linkId) ?? null))
}

async function listLost({ ctx, batchId }: Run): Promise<string[]> {
  const before = new Date(ctx.now().getTime() - lostAfterMs)
  const rows = await read(ctx, "batches:carry-out", (db) =>
    db.batchItem.findMany({
      where: { environmentId: ctx.environment.id, batchId, state: "sent", sentAt: { lte: before } },
      select: { linkId: true },
      take: 100,
    }),
  )
  return rows.map(({ linkId }) => linkId)
}

async function listModes({ ctx }: Run, linkIds: readonly string[]) {
  const rows = await read(ctx, "batches:carry-out", (db) =>
    db.link.findMany({
      where: { environmentId: ctx.environment.id, id: { in: [...linkIds] } },
      select: { id: true, accessMode: true },
    }),
  )
  return new Map(rows.map(({ id, accessMode }) => [id, { accessMode }]))
}

const itemOf = ({ ctx, batchId }: Run, linkId: string) => ({ environmentId: ctx.environment.id, batchId, linkId })
