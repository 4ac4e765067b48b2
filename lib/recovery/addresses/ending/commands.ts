import type { Ctx } from "@/lib/ctx"
import { databaseNow, record, type Tx } from "@/lib/db"
import { endBatch, endDue, endOverdue } from "@/lib/recovery/addresses/settling/commands"
import { hourMs, minuteMs } from "@/lib/time"
import { Prisma } from "@/prisma/generated/client"

/**
 * Ends the addresses whose link has turned valid or is gone since the last time, and those whose time is over. Looks only at what has
 * happened: whatever came too late to be seen is told at the address's end, or by its next visit. Answers how many.
 */
export async function endAddresses(ctx: Ctx, { signal }: { signal: AbortSignal }): Promise<number> {
  await forgetPresses(ctx)
  return (await endOfNews(ctx, signal)) + (await endOfTime(ctx, signal))
}

/** Counters whose window is long over. */
function forgetPresses(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now().getTime() - hourMs)
  return record(ctx, "sessions:settle", async (tx) => {
    await tx.$executeRaw`
      DELETE FROM repair_client WHERE client IN (
        SELECT client FROM repair_client WHERE since < ${before} LIMIT 10000 FOR UPDATE SKIP LOCKED)`
    return { result: undefined }
  })
}

/** An event bears the moment of its observation: so long after it a slow page of a sweep may still be written. */
const overlapMs = 15 * minuteMs

/** A link that an event is about; `at` with its microseconds, so that none is passed over. */
type Told = { at: string; id: bigint; linkId: string }

/** Telling a link twice changes nothing, so that some events are read again rather than missed. */
async function endOfNews(ctx: Ctx, signal: AbortSignal): Promise<number> {
  const now = await databaseNow(ctx)
  const from = await record(ctx, "sessions:settle", async (tx) => ({ result: await findFold(tx, ctx, now) }))
  let ended = 0
  for (const kind of ["status", "removed"] as const) {
    let last: Pick<Told, "at" | "id"> = { at: new Date(from.getTime() - overlapMs).toISOString(), id: 0n }
    for (;;) {
      signal.throwIfAborted()
      const after = last
      const told = await record(ctx, "sessions:settle", async (tx) => {
        const rows = await listTold(tx, ctx, { kind, after })
        ended += await endDue(tx, ctx, ofLinks(ctx, [...new Set(rows.map(({ linkId }) => linkId))]))
        return { result: rows }
      })
      last = told.at(-1) ?? last
      if (told.length < endBatch) break
    }
  }
  await record(ctx, "sessions:settle", async (tx) => ({ result: await keepFold(tx, ctx, now) }))
  return ended
}

/** The first time all that happened since the oldest open address was made. */
async function findFold(tx: Tx, ctx: Ctx, now: Date): Promise<Date> {
  const environmentId = ctx.environment.id
  const fold = await tx.repairFold.findUnique({ where: { environmentId } })
  if (fold) return fold.eventAt
  const { _min } = await tx.repairAddress.aggregate({
    where: { environmentId, state: "open" },
    _min: { createdAt: true },
  })
  return _min.createdAt ?? now
}

async function keepFold(tx: Tx, ctx: Ctx, eventAt: Date): Promise<void> {
  const environmentId = ctx.environment.id
  await tx.repairFold.upsert({ where: { environmentId }, create: { environmentId, eventAt }, update: { eventAt } })
}

function listTold(
  tx: Tx,
  ctx: Ctx,
  { kind, after }: { kind: string; after: Pick<Told, "at" | "id"> },
): Promise<Told[]> {
  return tx.$queryRaw<Told[]>`
    SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, id, link_id::text AS "linkId" FROM link_event
    WHERE environment_id = ${ctx.environment.id} AND kind = ${kind} AND at >= ${after.at}::timestamptz
      AND (at, id) > (${after.at}::timestamptz, ${after.id}::bigint) AND (kind = 'removed' OR after = 'valid')
    ORDER BY link_event.at, id LIMIT ${endBatch}`
}

/** What the mirror knew before the address was made is no news of it. */
const ofLinks = (ctx: Ctx, linkIds: readonly string[]): Prisma.Sql => Prisma.sql`
  unnest(${[...linkIds]}::uuid[]) AS n (link_id)
  -- One look-up a link, whatever the planner takes the tables' sizes to be.
  CROSS JOIN LATERAL (SELECT * FROM repair_address WHERE environment_id = ${ctx.environment.id} AND link_id = n.link_id AND state = 'open'
    OFFSET 0 FOR UPDATE SKIP LOCKED) AS a
  CROSS JOIN LATERAL (SELECT * FROM link WHERE environment_id = a.environment_id AND id = a.link_id LIMIT 1) AS l
  WHERE l.removed_at IS NOT NULL OR (l.status = 'valid' AND l.observed_at > a.created_at)`

async function endOfTime(ctx: Ctx, signal: AbortSignal): Promise<number> {
  for (let ended = 0; ; ) {
    signal.throwIfAborted()
    const count = await record(ctx, "sessions:settle", async (tx) => ({ result: await endOverdue(tx, ctx) }))
    ended += count
    if (count < endBatch) return ended
  }
}
