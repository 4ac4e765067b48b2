import type { BatchFileParams } from "@/lib/batches/items/schema"
import { getBatchRow } from "@/lib/batches/queries"
import type { Ctx } from "@/lib/ctx"
import { isoInstant } from "@/lib/exports/rules"
import type { ExportCopy } from "@/lib/exports/schema"

/** The links of one batch with what came of each. Links stand in it by their ids alone. Throws NOT_FOUND. */
export async function batchCopy(ctx: Ctx, { batch, state }: BatchFileParams): Promise<ExportCopy> {
  const found = await getBatchRow(ctx, { batchId: batch ?? "" })
  const query = `SELECT i.link_id, i.institution, i.status AS status_before, i.access_mode AS access_mode_before, b.kind AS asked_for,
      b.access_mode AS access_mode_wanted, i.state AS outcome, i.reason, i.belvo_request_id, ${isoInstant("i.sent_at")} AS sent_at,
      ${isoInstant("i.settled_at")} AS settled_at
    FROM batch_item i JOIN batch b ON b.environment_id = i.environment_id AND b.id = i.batch_id
    WHERE i.environment_id = ${ctx.environment.id} AND i.batch_id = current_setting('enlace.p_batch')::uuid
      AND current_setting('enlace.p_state') IN ('', i.state)
    ORDER BY i.link_id`
  return { query, parameters: { batch: found.id, state } }
}
