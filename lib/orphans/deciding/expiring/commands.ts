import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"

/** What was to be ignored until now is open again. Answers how many. */
export function endIgnored(ctx: Ctx): Promise<number> {
  return record(ctx, "housekeeping", async (tx) => ({
    result: await tx.$executeRaw`
      WITH over AS (
        UPDATE orphan_decision SET closed_at = ${ctx.now()}::timestamptz, closed_as = 'expired'
        WHERE environment_id = ${ctx.environment.id} AND closed_at IS NULL AND until <= ${ctx.now()}::timestamptz
        RETURNING id, link_id)
      UPDATE orphan o SET state = 'open', decision_id = NULL FROM over
      WHERE o.environment_id = ${ctx.environment.id} AND o.link_id = over.link_id AND o.decision_id = over.id`,
  }))
}
