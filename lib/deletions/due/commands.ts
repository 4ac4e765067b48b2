import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { runRequestJob } from "@/lib/deletions/running/jobs"
import { enqueue } from "@/lib/jobs/boss"

/** Has every request worked on whose hold is over, or which has not ended: also where a worker died and its job with it. */
export async function startDueRequests(ctx: Ctx): Promise<number> {
  return record(ctx, "deletions:carry-out", async (tx) => {
    const due = await tx.$queryRaw<{ requestId: string }[]>`
      SELECT id::text AS "requestId" FROM deletion_request
      WHERE environment_id = ${ctx.environment.id}
        AND (state = 'running' OR (state = 'held' AND held_until <= ${ctx.now()}::timestamptz))
      ORDER BY links > 1, created_at LIMIT 1000`
    for (const { requestId } of due) await enqueue(tx, runRequestJob, { requestId }, { key: requestId })
    return { result: due.length }
  })
}
