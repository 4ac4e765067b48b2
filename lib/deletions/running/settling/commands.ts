import type { Ctx } from "@/lib/ctx"
import { record, type Tx } from "@/lib/db"
import type { Run } from "@/lib/deletions/running/rules"
import { RunTaken } from "@/lib/deletions/running/rules"
import type { DeletionFailure, DeletionState, SkipReason } from "@/lib/deletions/schema"

/** In one transaction with what this run may still do. Throws RunTaken where another has claimed the request. */
export function held<T>(run: Run, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { ctx, requestId, holder } = run
  return record(ctx, "deletions:carry-out", async (tx) => {
    const [row] = await tx.$queryRaw<{ state: string }[]>`
      SELECT state FROM deletion_request WHERE environment_id = ${ctx.environment.id} AND id = ${requestId}::uuid
        AND holder = ${holder}::uuid AND state = 'running' FOR SHARE`
    if (!row) throw new RunTaken("another run has it")
    return { result: await work(tx) }
  })
}

type End = { state: DeletionState; skipped?: SkipReason; failure?: DeletionFailure }

/** Once: what is settled stays as it is. */
export async function settle(tx: Tx, ctx: Ctx, ids: readonly string[], end: End): Promise<void> {
  if (ids.length === 0) return
  await tx.deletion.updateMany({
    where: {
      environmentId: ctx.environment.id,
      id: { in: [...ids] },
      state: { in: ["requested", "sent", "accepted"] },
    },
    data: { ...end, settledAt: ctx.now(), nextLookAt: null },
  })
}
