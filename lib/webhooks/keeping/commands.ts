import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { getEnvironment } from "@/lib/environments/queries"
import { dayMs } from "@/lib/time"

const rowsAtOnce = 5_000

/** The bodies of webhooks end after the environment's days; their hash, type, link and outcome stay. Answers how many ended. */
export async function endRawWebhooks(ctx: Ctx): Promise<number> {
  const { rawWebhookDays } = await getEnvironment(ctx, ctx.environment.slug)
  const before = new Date(ctx.now().getTime() - rawWebhookDays * dayMs)
  for (let ended = 0; ; ) {
    const some = await endSome(ctx, before)
    ended += some
    if (some < rowsAtOnce) return ended
  }
}

function endSome(ctx: Ctx, before: Date): Promise<number> {
  return record(ctx, "housekeeping", async (tx) => {
    const result = await tx.$executeRaw`
      UPDATE webhook_event SET raw = NULL WHERE environment_id = ${ctx.environment.id} AND id IN (
        SELECT id FROM webhook_event WHERE environment_id = ${ctx.environment.id} AND raw IS NOT NULL AND received_at < ${before}::timestamptz
        ORDER BY received_at LIMIT ${rowsAtOnce})`
    return { result }
  })
}
