import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { dayMs } from "@/lib/time"

const keptMs = 90 * dayMs

/** What was delivered, or failed, long ago is of no use to anybody. Answers how many went. */
export function endDeliveries(ctx: Ctx): Promise<number> {
  return record(ctx, "housekeeping", async (tx) => {
    const createdAt = { lt: new Date(ctx.now().getTime() - keptMs) }
    const where = { environmentId: ctx.environment.id, state: { in: ["delivered", "failed"] }, createdAt }
    return { result: (await tx.outgoingDelivery.deleteMany({ where })).count }
  })
}
