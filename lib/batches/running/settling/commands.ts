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

/** What Belvo has answered holds whoever runs the batch by now, and even where it was given up as unknown. Nothing holds the batch any more. */
export function settleAnswered(run: Run, linkId: string, end: End): Promise<void> {
  const { ctx, batchId } = run
  return record(ctx, "batches:carry-out", async (tx) => {
    const wasHeld = [
      { NOT: { problem: { equals: Prisma.AnyNull } } },
      { heldUntil: { not: null } },
      { silences: { gt: 0 } },
    ]
    await tx.batch.updateMany({
      where: { environmentId: ctx.environment.id, id: batchId, OR: wasHeld },
      data: { problem: Prisma.DbNull, heldUntil: null, silences: 0 },
    })
    // After the batch, as everywhere: who moves it waits for its links' counts.
    await settle(run, linkId, end)
    return { result: undefined }
  })
}

function settle({ ctx, batchId }: Run, linkId: string, end: End): Promise<void> {
  return record(ctx, "batches:carry-out", async (tx) => {
    await tx.batchItem.updateMany({
      where: { environmentId: ctx.environment.id, batchId, linkId, state: { in: ["sent", "unknown"] } },
      data: { ...end, settledAt: ctx.now() },
    })
    return { result: undefined }
  })
}

/** Those that nobody waits for any more, as their worker died or Belvo gave no answer: looked at once, and never sent again. */
export async function settleLost(run: Run): Promise<void> {
  for (;;) {
    const lost = await listLost(run)
    if (lost.length === 0) return
    const seen = await lookAt(run, lost)
    for (const linkId of lost) await settle(run, linkId, endOfUnanswered(run.deed, seen.get(linkId) ?? null))
  }
}

/** Belvo may still be at it: a mode that has not changed yet is looked at again when nothing can be on its way any more. */
export async function settleUnanswered(run: Run, linkId: string): Promise<void> {
  const { deed } = run
  if (deed.kind === "refresh") return settle(run, linkId, endOfUnanswered(deed, null))
  const end = endOfUnanswered(deed, (await lookAt(run, [linkId])).get(linkId) ?? null)
  if (end.state === "done") await settle(run, linkId, end)
}

/** Belvo is at it no more: a mode can be looked at, and of a refresh nobody can say. */
export async function settleUnread(run: Run, linkId: string, belvoRequestId: string | null): Promise<void> {
  const end = endOfUnanswered(run.deed, (await lookAt(run, [linkId])).get(linkId) ?? null)
  await settle(run, linkId, { ...end, belvoRequestId, ...(end.state === "unknown" ? { reason: "unclear" } : {}) })
}

/** The modes of those that could be read. */
async function lookAt(run: Run, linkIds: readonly string[]): Promise<Map<string, { accessMode: string | null }>> {
  const { ctx, batchId, deed } = run
  if (deed.kind === "refresh") return new Map()
  const why = { priority: "sweep", cause: "access_mode", causeId: batchId } as const
  const unclear = await readThrough(ctx, { linkIds, ...why })
  return listModes(
    run,
    linkIds.filter((linkId) => !unclear.has(linkId)),
  )
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
