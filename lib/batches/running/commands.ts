import { claim, held, type Run } from "@/lib/batches/running/claiming/commands"
import { mayGoOn } from "@/lib/batches/running/holding/commands"
import { RunTaken } from "@/lib/batches/running/rules"
import { settleLost } from "@/lib/batches/running/settling/commands"
import { runStretch } from "@/lib/batches/running/stretch/commands"
import type { BatchInput } from "@/lib/batches/schema"
import { isBelvoError } from "@/lib/belvo/errors"
import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"

/** So long one batch has its turn; the next minute's job goes on, and others are not kept waiting for hours. */
const turnMs = 120_000

/**
 * Asks Belvo stretch by stretch, until all is settled or nothing can be done for a while. Whatever the next run needs stands in the
 * rows, so that it goes on after a worker that died; one that was taken for dead finds its batch taken, and ends.
 */
export async function runBatch(ctx: Ctx, { batchId, signal }: BatchInput & { signal: AbortSignal }): Promise<void> {
  const run = await claim({ ...ctx, signal }, batchId)
  if (!run) return
  const until = ctx.now().getTime() + turnMs
  try {
    await settleLost(run)
    if (!(await mayGoOn(run))) return
    while (run.isRunning && ctx.now().getTime() <= until) {
      signal.throwIfAborted()
      if (!(await runStretch(run))) return await endBatch(run)
    }
  } catch (error) {
    if (error instanceof RunTaken) return
    if (!isBelvoError(error)) throw error
    await noteProblem(run, error.belvoCode)
  }
}

/** Where an answer is still to come, or something is to be done again, nothing happens. */
function endBatch(run: Run): Promise<void> {
  const { ctx, batchId, deed } = run
  const of = { environmentId: ctx.environment.id, batchId }
  return held(run, async (tx) => {
    const groups = await tx.batchItem.groupBy({ by: ["state"], where: of, _count: true })
    if (groups.some(({ state }) => state === "waiting" || state === "sent")) return
    const counts = Object.fromEntries(groups.map(({ state, _count }) => [state, _count]))
    await record(ctx, "batches:carry-out", async () => {
      await tx.batch.update({
        where: { environmentId_id: { environmentId: of.environmentId, id: batchId } },
        data: { state: "done", endedAt: ctx.now(), holder: null },
      })
      const after = { ...deed, ...counts }
      return { result: undefined, audit: { action: "batch.ended", entity: "batch", entityId: batchId, after } }
    })
  })
}

/** Belvo cannot answer just now. Said on the page; the next minute's run tries again. */
async function noteProblem({ ctx, batchId }: Run, code: string): Promise<void> {
  ctx.log.warn("a batch waits for Belvo", { batchId, code })
  await record(ctx, "batches:carry-out", async (tx) => {
    const problem = { code, at: ctx.now().toISOString() }
    await tx.batch.update({
      where: { environmentId_id: { environmentId: ctx.environment.id, id: batchId } },
      data: { problem },
    })
    return { result: undefined }
  })
}
