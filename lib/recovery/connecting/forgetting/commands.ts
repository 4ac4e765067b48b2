import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { getEnvironment } from "@/lib/environments/queries"
import { dayMs } from "@/lib/time"

/** Whose link was to be made, where none was, goes as what is personal of removed links does. Answers of how many. */
export async function forgetConnecting(ctx: Ctx): Promise<number> {
  const { personalDays } = await getEnvironment(ctx, ctx.environment.slug)
  const before = new Date(ctx.now().getTime() - personalDays * dayMs)
  return record(ctx, "housekeeping", async (tx) => {
    const { count } = await tx.repairSession.updateMany({
      where: { environmentId: ctx.environment.id, externalId: { not: null }, openedAt: { lt: before } },
      data: { externalId: null },
    })
    return { result: count }
  })
}
