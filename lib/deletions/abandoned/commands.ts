import type { Ctx } from "@/lib/ctx"
import { record, type Tx } from "@/lib/db"
import { carryOutJob } from "@/lib/deletions/carrying-out/jobs"
import { settleDeletion } from "@/lib/deletions/confirming/commands"
import { confirmJob } from "@/lib/deletions/confirming/jobs"
import type { DeletionFailure } from "@/lib/deletions/schema"

/** Ends deletions that no job works on any more: their tries are spent, and nobody could cancel, repeat or ask anew. */
export async function settleAbandoned(ctx: Ctx): Promise<void> {
  const found = await record(ctx, "deletions:carry-out", async (tx) => ({ result: await listAbandoned(tx, ctx) }))
  for (const { deletionId, linkId, isGone } of found) {
    if (isGone) await settleDeletion(ctx, { deletionId, linkId, state: "done" })
    else await settleDeletion(ctx, { deletionId, linkId, state: "failed", failure: abandoned })
  }
}

const abandoned: DeletionFailure = { code: "abandoned", requestId: null }

type Abandoned = { deletionId: string; linkId: string; isGone: boolean }

function listAbandoned(tx: Tx, ctx: Ctx): Promise<Abandoned[]> {
  const names = [carryOutJob.name, confirmJob.name]
  return tx.$queryRaw<Abandoned[]>`
    SELECT d.id::text AS "deletionId", d.link_id::text AS "linkId", l.removed_at IS NOT NULL AS "isGone"
    FROM deletion d JOIN link l ON l.environment_id = d.environment_id AND l.id = d.link_id
    WHERE d.environment_id = ${ctx.environment.id} AND d.state IN ('sent', 'accepted')
      AND NOT EXISTS (SELECT FROM pgboss.job j WHERE j.name = ANY(${names}) AND j.state <= 'active'
                      AND j.data -> 'payload' ->> 'deletionId' = d.id::text)`
}
