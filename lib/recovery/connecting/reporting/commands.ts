import type { Ctx } from "@/lib/ctx"
import { databaseNow, record, type Tx } from "@/lib/db"
import { enqueue } from "@/lib/jobs/boss"
import { isOutdone } from "@/lib/recovery/connecting/reporting/rules"
import type { Report } from "@/lib/recovery/connecting/reporting/schema"
import { settleConnectingJob } from "@/lib/recovery/connecting/settling/jobs"
import { settleSessionJob } from "@/lib/recovery/settling/jobs"

/** Anybody may have said it, so Belvo is not asked more often than a customer would have it asked. */
const atMostEveryMs = 5_000

/** Keeps what the widget says of a member's session that is still open, and has Belvo asked. Says nothing of whether there is one. */
export async function reportReturn(ctx: Ctx, report: Report): Promise<null> {
  const { sessionId, kind, code, linkId, institution } = report
  const now = await databaseNow(ctx)
  return record(ctx, "repair:visit", async (tx) => {
    const known = await lockOpen(tx, ctx, sessionId)
    if (!known || isOutdone(report, known)) return { result: null }
    await tx.repairSession.update({
      where: { environmentId_id: { environmentId: ctx.environment.id, id: sessionId } },
      data: {
        ...{ reported: kind, errorCode: code, reportedAt: now },
        ...(linkId && known.mode === "create" ? { newLinkId: linkId } : {}),
        ...(institution ? { reportedInstitution: institution } : {}),
      },
    })
    await lookSoon(tx, { report, known, now })
    return { result: null }
  })
}

type Looking = { report: Report; known: Known; now: Date }

/** What comes so soon after the last is looked at with it, unless it is the good news, which that look may have missed. */
async function lookSoon(tx: Tx, { report: { sessionId, kind }, known, now }: Looking): Promise<void> {
  const job = known.mode === "create" ? settleConnectingJob : settleSessionJob
  const dueAt = known.reportedAt ? known.reportedAt.getTime() + atMostEveryMs : 0
  if (dueAt <= now.getTime()) await enqueue(tx, job, { sessionId })
  else if (kind === "success" && known.reported !== "success")
    await enqueue(tx, job, { sessionId }, { startAfter: new Date(dueAt) })
}

type Known = {
  mode: string
  reported: string | null
  errorCode: string | null
  newLinkId: string | null
  reportedAt: Date | null
}

async function lockOpen(tx: Tx, ctx: Ctx, sessionId: string): Promise<Known | null> {
  const [row] = await tx.$queryRaw<Known[]>`
    SELECT mode, reported, error_code AS "errorCode", new_link_id::text AS "newLinkId", reported_at AS "reportedAt" FROM repair_session
    WHERE environment_id = ${ctx.environment.id} AND id = ${sessionId}::uuid AND address_id IS NULL AND state = 'open' FOR UPDATE`
  return row ?? null
}
