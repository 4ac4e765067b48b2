import type { Ctx } from "@/lib/ctx"
import { databaseNow, record } from "@/lib/db"
import { enterMirror } from "@/lib/mirror/rows/commands"
import { isReviewDue, reviewStretch } from "@/lib/orphans/reviewing/commands"

/**
 * Compares all links with the directory where it has changed since that was last done, in stretches that keep other writers waiting
 * for a moment only; goes on where it was interrupted. Answers in how many stretches.
 */
export async function judgeOrphans(ctx: Ctx, { signal }: { signal: AbortSignal }): Promise<number> {
  const environmentId = ctx.environment.id
  for (let stretches = 0; ; stretches++) {
    signal.throwIfAborted()
    const at = await databaseNow(ctx)
    const state = await record(ctx, "mirror:write", async (tx) => {
      if (!(await isReviewDue(tx, environmentId))) return { result: "over" }
      await enterMirror(tx, { environmentId, sweep: true })
      return { result: await reviewStretch(tx, { environmentId, at }) }
    })
    // What was over was so before this stretch, or by it: the next look, which costs little, tells.
    if (state === "over") return stretches
  }
}
