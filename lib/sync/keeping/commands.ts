import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { keptPagesMs, keptTicketsMs, keptWindowsMs } from "@/lib/sync/rules"

/**
 * Pages of ended sweeps, once no reading can be under way that is older than they are, and answers to live reads that
 * somebody waited for. A sweep that waits for a person keeps its pages: its second half starts from them.
 */
export async function clearPassing(ctx: Ctx): Promise<void> {
  const ago = (ms: number) => new Date(ctx.now().getTime() - ms)
  await record(ctx, "housekeeping", async (tx) => {
    await tx.$executeRaw`
      DELETE FROM sweep_page p USING sweep_run r
      WHERE p.environment_id = ${ctx.environment.id} AND r.environment_id = p.environment_id AND r.id = p.run_id
        AND r.state NOT IN ('queued', 'running', 'needs_decision') AND r.finished_at < ${ago(keptPagesMs)}::timestamptz`
    await tx.$executeRaw`
      DELETE FROM sweep_window w USING sweep_run r
      WHERE w.environment_id = ${ctx.environment.id} AND r.environment_id = w.environment_id AND r.id = w.run_id
        AND r.state NOT IN ('queued', 'running', 'needs_decision') AND r.finished_at < ${ago(keptWindowsMs)}::timestamptz`
    await tx.liveTicket.deleteMany({
      where: { environmentId: ctx.environment.id, createdAt: { lt: ago(keptTicketsMs) } },
    })
    return { result: undefined }
  })
}
