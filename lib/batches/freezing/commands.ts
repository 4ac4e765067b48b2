import { listFacts } from "@/lib/batches/facts/queries"
import { leaveOut } from "@/lib/batches/rules"
import type { BatchDeed, LeftOutReason } from "@/lib/batches/schema"
import type { Ctx } from "@/lib/ctx"
import type { Tx } from "@/lib/db"
import { selectedLinks } from "@/lib/links/selection/queries"
import type { LinkSelection } from "@/lib/links/selection/schema"

type Freeze = { batchId: string; selection: LinkSelection; most: number }

/** The links of a selection as they are at this moment, in one statement. Answers how many there are, at most one more than `most`. */
export function freeze(tx: Tx, ctx: Ctx, { batchId, selection, most }: Freeze): Promise<number> {
  return tx.$executeRaw`
    INSERT INTO batch_item (environment_id, batch_id, link_id, institution, status, access_mode, state)
    SELECT ${ctx.environment.id}, ${batchId}::uuid, id, institution, status, access_mode, 'draft'
    FROM link WHERE ${selectedLinks(ctx.environment.id, selection, ctx.now())} LIMIT ${most + 1}`
}

/** So many are judged at once. */
const chunk = 5_000

/** Leaves out of a draft what Belvo need not be asked for. */
export async function judgeDraft(tx: Tx, ctx: Ctx, { batchId, deed }: { batchId: string; deed: BatchDeed }) {
  let after: string | null = null
  for (;;) {
    const facts = await listFacts(tx, ctx, { batchId, deed, of: { state: "draft", after, most: chunk } })
    const last = facts.at(-1)
    if (!last) return
    after = last.linkId
    const out = facts.flatMap((one) => {
      const reason = leaveOut(one, deed, ctx.now())
      return reason ? [{ linkId: one.linkId, reason }] : []
    })
    await setLeftOut(tx, ctx, { batchId, out })
  }
}

export type LeftOut = { linkId: string; reason: LeftOutReason }

export async function setLeftOut(
  tx: Tx,
  ctx: Ctx,
  { batchId, out }: { batchId: string; out: readonly LeftOut[] },
): Promise<void> {
  if (out.length === 0) return
  await tx.$executeRaw`
    UPDATE batch_item i SET state = 'left_out', reason = o.reason, settled_at = ${ctx.now()}::timestamptz
    FROM unnest(${out.map(({ linkId }) => linkId)}::uuid[], ${out.map(({ reason }) => reason)}::text[]) AS o (link_id, reason)
    WHERE i.environment_id = ${ctx.environment.id} AND i.batch_id = ${batchId}::uuid AND i.link_id = o.link_id
      AND i.state IN ('draft', 'waiting')`
}
