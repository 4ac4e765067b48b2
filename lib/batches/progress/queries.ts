import { type BatchView, findBatch } from "@/lib/batches/queries"
import type { Ctx } from "@/lib/ctx"
import { notFound } from "@/lib/errors"
import type { Progress } from "@/lib/progress"

/** Of how many of a batch's links it is known what came of them. Throws NOT_FOUND. */
export async function getBatchProgress(ctx: Ctx, { id }: { id: string }): Promise<Progress> {
  const batch = await findBatch(ctx, { batchId: id })
  if (!batch) throw notFound()
  return progressOf(batch)
}

/** The same of a batch that was read already. */
export function progressOf({ state, problem, heldUntil, movedBy, counts }: BatchView): Progress {
  const settled = counts.done + counts.unknown + counts.failed
  return {
    // What had been sent when the rest was cancelled is still answered.
    over: state !== "running" && state !== "paused" && counts.sent === 0,
    steps: [{ name: "asked", done: settled, total: settled + counts.waiting + counts.sent }],
    rest: JSON.stringify([state, problem, heldUntil, movedBy, counts]),
  }
}
