import { randomUUID } from "node:crypto"
import { setTimeout as sleep } from "node:timers/promises"
import { isBelvoError } from "@/lib/belvo/errors"
import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { keyOf } from "@/lib/deletions/requests/moving/commands"
import { endRequest } from "@/lib/deletions/running/ending/commands"
import { lookAfter, nextLookAt, settleSeen } from "@/lib/deletions/running/looking/commands"
import { type Run, RunTaken } from "@/lib/deletions/running/rules"
import { deleteStretch } from "@/lib/deletions/running/stretch/commands"

/** While it waits for the next look: Belvo's webhooks tell of most before. */
const tellEveryMs = 3_000

/** So long one of many links has its turn; the next minute's job goes on, and others are not kept waiting for hours. */
const turnMs = 120_000

export type RunRequest = {
  requestId: string
  signal: AbortSignal
  /** How long it waits for the next look; 0 leaves that to the job of the next minute. */
  patienceMs: number
}

/**
 * Deletes and looks after, stretch by stretch, until all is settled or nothing can be done for a while. Whatever the next run needs
 * stands in the rows, so that it goes on after a worker that died; one that was taken for dead finds its request taken, and ends.
 */
export async function runRequest(ctx: Ctx, { requestId, signal, patienceMs }: RunRequest): Promise<void> {
  const run = await claim({ ...ctx, signal }, requestId)
  if (!run) return
  const until = run.links > 1 ? ctx.now().getTime() + turnMs : Number.POSITIVE_INFINITY
  try {
    while (ctx.now().getTime() <= until) {
      signal.throwIfAborted()
      await settleSeen(run)
      if ((await lookAfter(run)) || (await deleteStretch(run))) continue
      const at = await nextLookAt(run)
      if (at === null) return await endRequest(run)
      const waitMs = at.getTime() - ctx.now().getTime()
      if (waitMs > patienceMs) return
      await sleep(Math.min(Math.max(waitMs, 0), tellEveryMs), undefined, { signal })
    }
  } catch (error) {
    if (error instanceof RunTaken) return
    if (!isBelvoError(error)) throw error
    await noteProblem(run, error.belvoCode)
  }
}

/** Null where it is still held, has ended, or is not there. */
function claim(ctx: Ctx, requestId: string): Promise<Run | null> {
  const holder = randomUUID()
  return record<Run | null>(ctx, "deletions:carry-out", async (tx) => {
    const [row] = await tx.$queryRaw<{ links: number }[]>`
      UPDATE deletion_request SET state = 'running', holder = ${holder}::uuid, started_at = coalesce(started_at, ${ctx.now()}::timestamptz)
      WHERE environment_id = ${ctx.environment.id} AND id = ${requestId}::uuid
        AND (state = 'running' OR (state = 'held' AND held_until <= ${ctx.now()}::timestamptz))
      RETURNING links`
    return { result: row ? { ctx, requestId, holder, links: row.links } : null }
  })
}

/** Belvo cannot answer just now. Said on the page; the next minute's run tries again. */
async function noteProblem({ ctx, requestId }: Run, code: string): Promise<void> {
  ctx.log.warn("a deletion waits for Belvo", { requestId, code })
  await record(ctx, "deletions:carry-out", async (tx) => {
    const problem = { code, at: ctx.now().toISOString() }
    await tx.deletionRequest.update({ where: keyOf(ctx, requestId), data: { problem } })
    return { result: undefined }
  })
}
