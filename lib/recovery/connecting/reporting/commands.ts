import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { enqueue } from "@/lib/jobs/boss"
import type { Report } from "@/lib/recovery/connecting/reporting/schema"
import { settleConnectingJob } from "@/lib/recovery/connecting/settling/jobs"

/** Anybody may have said it, so not more often than a customer would. */
const atMostEveryMs = 5_000

/** Keeps what the widget says of a session that is still open, and has Belvo asked. Says nothing of whether there is one. */
export async function reportConnecting(
  ctx: Ctx,
  { sessionId, kind, code, linkId, institution }: Report,
): Promise<null> {
  const now = ctx.now()
  return record(ctx, "repair:visit", async (tx) => {
    const { count } = await tx.repairSession.updateMany({
      where: {
        ...{ environmentId: ctx.environment.id, id: sessionId, mode: "create", state: "open" },
        OR: [{ reportedAt: null }, { reportedAt: { lt: new Date(now.getTime() - atMostEveryMs) } }],
      },
      data: {
        ...{ reported: kind, errorCode: code, reportedAt: now },
        ...(linkId ? { newLinkId: linkId } : {}),
        ...(institution ? { institution } : {}),
      },
    })
    if (count > 0) await enqueue(tx, settleConnectingJob, { sessionId })
    return { result: null }
  })
}
