import { draftLastsMs, lostAfterMs } from "@/lib/batches/rules"
import { runBatchJob } from "@/lib/batches/running/jobs"
import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { enqueue } from "@/lib/jobs/boss"

/** Has every batch worked on that has not ended: also where a worker died and its job with it, and where an answer was never kept. */
export function startDueBatches(ctx: Ctx): Promise<number> {
  const environmentId = ctx.environment.id
  const lostBefore = new Date(ctx.now().getTime() - lostAfterMs)
  return record(ctx, "batches:carry-out", async (tx) => {
    const due = await tx.$queryRaw<{ batchId: string }[]>`
      SELECT b.id::text AS "batchId" FROM batch b
      WHERE b.environment_id = ${environmentId} AND (b.state = 'running' OR (b.state IN ('paused', 'cancelled')
        AND b.moved_at > ${new Date(ctx.now().getTime() - draftLastsMs)}::timestamptz
        AND EXISTS (SELECT FROM batch_item i WHERE i.environment_id = b.environment_id AND i.batch_id = b.id AND i.state = 'sent'
          AND i.sent_at <= ${lostBefore}::timestamptz)))
      ORDER BY b.links, b.created_at LIMIT 1000`
    for (const { batchId } of due) await enqueue(tx, runBatchJob, { batchId }, { key: batchId })
    return { result: due.length }
  })
}

/** Drafts that nobody confirmed end after a day, and with them what they held. */
export function expireBatches(ctx: Ctx): Promise<number> {
  const environmentId = ctx.environment.id
  return record(ctx, "housekeeping", async (tx) => {
    const ended = await tx.batch.updateManyAndReturn({
      where: { environmentId, state: "draft", createdAt: { lt: new Date(ctx.now().getTime() - draftLastsMs) } },
      data: { state: "expired", endedAt: ctx.now() },
      select: { id: true },
    })
    await tx.batchItem.deleteMany({ where: { environmentId, batchId: { in: ended.map(({ id }) => id) } } })
    return { result: ended.length }
  })
}
