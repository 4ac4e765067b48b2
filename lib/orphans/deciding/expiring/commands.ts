import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"

/** What was to be ignored until now is open again. Answers how many. */
export function endIgnored(ctx: Ctx): Promise<number> {
  return record(ctx, "housekeeping", async (tx) => ({
    result: await tx.$executeRaw`
      WITH held AS MATERIALIZED (
        -- Orphans before their decisions, as everybody else takes them.
        SELECT o.link_id, o.decision_id FROM orphan o JOIN orphan_decision d ON d.environment_id = o.environment_id AND d.id = o.decision_id
        WHERE o.environment_id = ${ctx.environment.id} AND d.closed_at IS NULL AND d.until <= ${ctx.now()}::timestamptz
        ORDER BY o.link_id FOR UPDATE OF o
      ), over AS (
        UPDATE orphan_decision SET closed_at = ${ctx.now()}::timestamptz, closed_as = 'expired'
        WHERE environment_id = ${ctx.environment.id} AND closed_at IS NULL AND id IN (SELECT decision_id FROM held)
        RETURNING id, link_id)
      UPDATE orphan o SET state = 'open', decision_id = NULL FROM over
      WHERE o.environment_id = ${ctx.environment.id} AND o.link_id = over.link_id AND o.decision_id = over.id`,
  }))
}
