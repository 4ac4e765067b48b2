import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { approvalLastsMs, draftLastsMs } from "@/lib/deletions/expiring/rules"

/** Drafts that nobody confirmed end after a day, and with them what they held; requests that nobody decided after a week. */
export function expireRequests(ctx: Ctx): Promise<number> {
  const environmentId = ctx.environment.id
  const now = ctx.now()
  const before = (ms: number) => new Date(now.getTime() - ms)
  return record(ctx, "housekeeping", async (tx) => {
    const drafts = await tx.deletionRequest.updateManyAndReturn({
      where: { environmentId, state: "draft", createdAt: { lt: before(draftLastsMs) } },
      data: { state: "expired", endedAt: now },
      select: { id: true },
    })
    await tx.deletion.deleteMany({ where: { environmentId, requestId: { in: drafts.map(({ id }) => id) } } })
    const waiting = await tx.deletionRequest.updateManyAndReturn({
      where: { environmentId, state: "awaiting_approval", requestedAt: { lt: before(approvalLastsMs) } },
      data: { state: "expired", endedAt: now },
      select: { id: true },
    })
    await tx.deletion.updateMany({
      where: { environmentId, requestId: { in: waiting.map(({ id }) => id) }, state: "requested" },
      data: { state: "cancelled", settledAt: now },
    })
    return { result: drafts.length + waiting.length }
  })
}
