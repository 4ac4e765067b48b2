import type { Ctx } from "@/lib/ctx"
import { record, type Tx } from "@/lib/db"
import { enqueue } from "@/lib/jobs/boss"
import { isOutdone } from "@/lib/recovery/connecting/reporting/rules"
import type { Report } from "@/lib/recovery/connecting/reporting/schema"
import { settleConnectingJob } from "@/lib/recovery/connecting/settling/jobs"

/** Anybody may have said it, so Belvo is not asked more often than a customer would have it asked. */
const atMostEveryMs = 5_000

/** Keeps what the widget says of a session that is still open, and has Belvo asked. Says nothing of whether there is one. */
export async function reportConnecting(ctx: Ctx, report: Report): Promise<null> {
  const { sessionId, kind, code, linkId, institution } = report
  const now = ctx.now()
  return record(ctx, "repair:visit", async (tx) => {
    const known = await lockOpen(tx, ctx, sessionId)
    if (!known || isOutdone(report, known)) return { result: null }
    await tx.repairSession.update({
      where: { environmentId_id: { environmentId: ctx.environment.id, id: sessionId } },
      data: {
        ...{ reported: kind, errorCode: code, reportedAt: now },
        ...(linkId ? { newLinkId: linkId } : {}),
        ...(institution ? { reportedInstitution: institution } : {}),
      },
    })
    const dueAt = known.reportedAt ? known.reportedAt.getTime() + atMostEveryMs : 0
    // What comes so soon after the last is looked at with it, unless it is the good news, which that look may have missed.
    if (dueAt <= now.getTime()) await enqueue(tx, settleConnectingJob, { sessionId })
    else if (kind === "success" && known.reported !== "success")
      await enqueue(tx, settleConnectingJob, { sessionId }, { startAfter: new Date(dueAt) })
    return { result: null }
  })
}

type Known = { reported: string | null; errorCode: string | null; newLinkId: string | null; reportedAt: Date | null }

async function lockOpen(tx: Tx, ctx: Ctx, sessionId: string): Promise<Known | null> {
  const [row] = await tx.$queryRaw<Known[]>`
    SELECT reported, error_code AS "errorCode", new_link_id::text AS "newLinkId", reported_at AS "reportedAt" FROM repair_session
    WHERE environment_id = ${ctx.environment.id} AND id = ${sessionId}::uuid AND mode = 'create' AND state = 'open' FOR UPDATE`
  return row ?? null
}
