import type { Ctx } from "@/lib/ctx"
import { write } from "@/lib/db"
import { entry, keyOf, lockRequest, memberOf } from "@/lib/deletions/requests/moving/commands"
import type { CancelRequest } from "@/lib/deletions/requests/schema"
import { isCancellable } from "@/lib/deletions/rules"
import { conflict } from "@/lib/errors"

/**
 * Takes back some or all that have not left yet; with the last of them the request ends. Who changes what an approver will see has taken
 * part in it. Throws CONFLICT where nothing is left to take back.
 */
export function cancelRequest(ctx: Ctx, { requestId, linkIds }: CancelRequest): Promise<{ cancelled: number }> {
  const member = memberOf(ctx, "deletions:cancel")
  return write(ctx, "deletions:cancel", async (tx) => {
    const { state } = await lockRequest(tx, ctx, requestId)
    if (!isCancellable(state)) throw conflict("deletion.tooLate")
    const at = ctx.now()
    const only = linkIds ?? null
    const cancelled = await tx.$executeRaw`
      UPDATE deletion SET state = 'cancelled', settled_at = ${at}::timestamptz
      WHERE environment_id = ${ctx.environment.id} AND request_id = ${requestId}::uuid AND state IN ('draft', 'requested')
        AND (${only}::uuid[] IS NULL OR link_id = ANY (${only}::uuid[]))`
    if (cancelled === 0) throw conflict("deletion.tooLate")
    const left = await tx.deletion.count({
      where: { environmentId: ctx.environment.id, requestId, state: { in: ["draft", "requested"] } },
    })
    const ends = left === 0 && state !== "running"
    await tx.deletionRequest.update({
      where: keyOf(ctx, requestId),
      data: {
        ...(state === "draft" || state === "awaiting_approval" ? { participants: { push: member.id } } : {}),
        ...(ends ? { state: "cancelled", cancelledBy: member.id, endedAt: at } : {}),
      },
    })
    return { result: { cancelled }, audit: entry("deletion.cancelled", requestId, { links: cancelled }) }
  })
}
