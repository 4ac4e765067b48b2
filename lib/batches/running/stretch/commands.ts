import { listFacts } from "@/lib/batches/facts/queries"
import { type LeftOut, setLeftOut } from "@/lib/batches/freezing/commands"
import { leaveOut, stretchSize } from "@/lib/batches/rules"
import { held, type Run } from "@/lib/batches/running/claiming/commands"
import { holdBatch, pauseUnread } from "@/lib/batches/running/holding/commands"
import { readFailure } from "@/lib/batches/running/rules"
import { send } from "@/lib/batches/running/sending/commands"
import {
  claimItem,
  giveBack,
  settleAnswered,
  settleUnanswered,
  settleUnread,
} from "@/lib/batches/running/settling/commands"
import { isBelvoError } from "@/lib/belvo/errors"
import { read } from "@/lib/db"
import { readThrough } from "@/lib/mirror/reading/commands"

/** Reads the next links again, leaves out what has changed, and asks Belvo for the rest, one by one. False where none is left. */
export async function runStretch(run: Run): Promise<boolean> {
  const { ctx, batchId } = run
  const next = await listNext(run)
  if (next.length === 0) return false
  const readAt = ctx.now()
  const why = { priority: "sweep", cause: causes[run.deed.kind], causeId: batchId } as const
  const unclear = await readThrough(ctx, { linkIds: next, ...why })
  await failUnclear(run, [...unclear.keys()])
  const clear = next.filter((linkId) => !unclear.has(linkId))
  for (const linkId of await judge(run, clear)) {
    ctx.signal?.throwIfAborted()
    // What waited so long for the budget is read again first.
    if (ctx.now().getTime() - readAt.getTime() > freshForMs) break
    await sendOne(run, linkId)
  }
  return true
}

const causes = { refresh: "refresh", access_mode: "access_mode" } as const
const freshForMs = 60_000

async function listNext({ ctx, batchId }: Run): Promise<string[]> {
  const rows = await read(ctx, "batches:carry-out", (db) =>
    db.batchItem.findMany({
      where: { environmentId: ctx.environment.id, batchId, state: "waiting" },
      orderBy: { linkId: "asc" },
      select: { linkId: true },
      take: stretchSize,
    }),
  )
  return rows.map(({ linkId }) => linkId)
}

function failUnclear(run: Run, linkIds: readonly string[]): Promise<unknown> {
  const { ctx, batchId } = run
  return held(run, (tx) =>
    tx.batchItem.updateMany({
      where: { environmentId: ctx.environment.id, batchId, linkId: { in: [...linkIds] }, state: "waiting" },
      data: { state: "failed", reason: "unclear", settledAt: ctx.now() },
    }),
  )
}

/** Answers those that Belvo is to be asked for, by the mirror into which they have just been read. */
function judge(run: Run, linkIds: readonly string[]): Promise<string[]> {
  const { ctx, batchId, deed } = run
  return held(run, async (tx) => {
    const facts = await listFacts(tx, ctx, { batchId, deed, of: { linkIds } })
    const out: LeftOut[] = []
    const wanted: string[] = []
    for (const one of facts) {
      const reason = leaveOut(one, deed, ctx.now())
      if (reason) out.push({ linkId: one.linkId, reason })
      else wanted.push(one.linkId)
    }
    await setLeftOut(tx, ctx, { batchId, out })
    return wanted
  })
}

/** Sent once, whatever comes of it. Throws where no other link would fare better: where Belvo gave no answer the batch is held first. */
async function sendOne(run: Run, linkId: string): Promise<void> {
  if (!(await claimItem(run, linkId))) return
  try {
    await settleAnswered(run, linkId, await send(run, linkId))
  } catch (error) {
    if (run.ctx.signal?.aborted && error === run.ctx.signal.reason) await giveBack(run, linkId)
    if (!isBelvoError(error)) throw error
    const failed = readFailure(error)
    if (failed.kind === "refused") return settleAnswered(run, linkId, failed.end)
    if (failed.kind === "unanswered") {
      await holdBatch(run)
      await settleUnanswered(run, linkId)
      throw error
    }
    if (failed.kind === "unread") {
      await settleUnread(run, linkId, error.requestId)
      return pauseUnread(run, error)
    }
    await giveBack(run, linkId)
    throw error
  }
}
