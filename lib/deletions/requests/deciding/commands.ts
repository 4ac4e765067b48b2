import type { Ctx } from "@/lib/ctx"
import { write } from "@/lib/db"
import { entry, lockRequest, memberOf, moveRequest } from "@/lib/deletions/requests/moving/commands"
import type { RefuseRequest, RequestInput } from "@/lib/deletions/requests/schema"
import { heldUntil, mayDecide } from "@/lib/deletions/rules"
import { runRequestJob } from "@/lib/deletions/running/jobs"
import { conflict } from "@/lib/errors"
import { enqueue } from "@/lib/jobs/boss"

/** By a second member: the hold begins. Throws CONFLICT where somebody has decided already, or it is one's own. */
export function approveRequest(ctx: Ctx, { requestId }: RequestInput): Promise<void> {
  const member = memberOf(ctx, "deletions:approve")
  return write(ctx, "deletions:approve", async (tx) => {
    const { state, participants, holdHours, links } = await lockRequest(tx, ctx, requestId)
    if (state !== "awaiting_approval") throw conflict("deletion.alreadyDecided")
    if (!mayDecide(member.id, participants)) throw conflict("deletion.ownRequest")
    const at = ctx.now()
    await moveRequest(tx, ctx, {
      ...{ requestId, from: ["awaiting_approval"], to: "held", conflictKey: "deletion.alreadyDecided" },
      data: { decidedBy: member.id, decidedAt: at, heldUntil: heldUntil(at, holdHours) },
    })
    if (holdHours === 0) await enqueue(tx, runRequestJob, { requestId }, { key: requestId })
    return { result: undefined, audit: entry("deletion.approved", requestId, { links }) }
  })
}

/** Its links stay as they are. */
export function refuseRequest(ctx: Ctx, { requestId, reason }: RefuseRequest): Promise<void> {
  const member = memberOf(ctx, "deletions:approve")
  return write(ctx, "deletions:approve", async (tx) => {
    const { state, participants, links } = await lockRequest(tx, ctx, requestId)
    if (state !== "awaiting_approval") throw conflict("deletion.alreadyDecided")
    if (!mayDecide(member.id, participants)) throw conflict("deletion.ownRequest")
    const at = ctx.now()
    await moveRequest(tx, ctx, {
      ...{ requestId, from: ["awaiting_approval"], to: "refused", conflictKey: "deletion.alreadyDecided" },
      data: { decidedBy: member.id, decidedAt: at, decisionReason: reason, endedAt: at },
    })
    await tx.deletion.updateMany({
      where: { environmentId: ctx.environment.id, requestId, state: "requested" },
      data: { state: "cancelled", settledAt: at },
    })
    return { result: undefined, audit: entry("deletion.refused", requestId, { links, reason }) }
  })
}
