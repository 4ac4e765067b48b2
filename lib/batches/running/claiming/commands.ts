import { randomUUID } from "node:crypto"
import { RunTaken } from "@/lib/batches/running/rules"
import { type BatchDeed, batchDeed } from "@/lib/batches/schema"
import type { Ctx } from "@/lib/ctx"
import { record, type Tx } from "@/lib/db"

/**
 * A batch that this run works on, as long as it is the last that has claimed it. `onBehalfOf`: the member who confirmed it.
 * `heldUntil`: Belvo gave no answer to the last link.
 */
export type Run = {
  ctx: Ctx
  batchId: string
  deed: BatchDeed
  onBehalfOf: string
  holder: string
  isRunning: boolean
  heldUntil: Date | null
}

/** Null where there is nothing to do for it: it is a draft, or not there. One that was paused or cancelled may still have answers to come. */
export function claim(ctx: Ctx, batchId: string): Promise<Run | null> {
  const holder = randomUUID()
  return record<Run | null>(ctx, "batches:carry-out", async (tx) => {
    const [row] = await tx.$queryRaw<ClaimedRow[]>`
      UPDATE batch SET holder = ${holder}::uuid, started_at = coalesce(started_at, ${ctx.now()}::timestamptz)
      WHERE environment_id = ${ctx.environment.id} AND id = ${batchId}::uuid AND state IN ('running', 'paused', 'cancelled')
      RETURNING kind, access_mode AS "accessMode", confirmed_by::text AS "onBehalfOf", state = 'running' AS "isRunning",
        held_until AS "heldUntil"`
    if (!row?.onBehalfOf) return { result: null }
    const { kind, accessMode, onBehalfOf, isRunning, heldUntil } = row
    const deed = batchDeed.parse({ kind, ...(accessMode ? { accessMode } : {}) })
    return { result: { ctx, batchId, deed, onBehalfOf, holder, isRunning, heldUntil } }
  })
}

type ClaimedRow = Pick<Run, "isRunning" | "heldUntil"> & {
  kind: string
  accessMode: string | null
  onBehalfOf: string | null
}

/** In one transaction with what this run may still do. Throws RunTaken where another has claimed the batch, or it was paused or cancelled. */
export function held<T>(run: Run, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { ctx, batchId, holder } = run
  return record(ctx, "batches:carry-out", async (tx) => {
    const [row] = await tx.$queryRaw<{ state: string }[]>`
      SELECT state FROM batch WHERE environment_id = ${ctx.environment.id} AND id = ${batchId}::uuid
        AND holder = ${holder}::uuid AND state = 'running' FOR SHARE`
    if (!row) throw new RunTaken("another run has it, or it was stopped")
    return { result: await work(tx) }
  })
}
