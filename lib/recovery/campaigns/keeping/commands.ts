import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { dayMs } from "@/lib/time"

const keptMs = 30 * dayMs

/** Drafts that nobody has started for long, with all that was chosen for them. Answers how many went. */
export function endDrafts(ctx: Ctx): Promise<number> {
  return record(ctx, "housekeeping", async (tx) => {
    const environmentId = ctx.environment.id
    const rows = await tx.$queryRaw<{ id: string }[]>`
      SELECT id::text FROM campaign WHERE environment_id = ${environmentId} AND state = 'draft'
        AND judged_at < ${new Date(ctx.now().getTime() - keptMs)}::timestamptz ORDER BY id FOR UPDATE SKIP LOCKED`
    const ids = rows.map(({ id }) => id)
    const of = { environmentId, campaignId: { in: ids } }
    await tx.campaignMember.deleteMany({ where: of })
    await tx.campaignCohort.deleteMany({ where: of })
    await tx.campaignLine.deleteMany({ where: of })
    const { count } = await tx.campaign.deleteMany({ where: { environmentId, id: { in: ids } } })
    return { result: count }
  })
}
