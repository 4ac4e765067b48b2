import { setTimeout as sleep } from "node:timers/promises"
import { BelvoApiError, isBelvoError } from "@/lib/belvo/errors"
import type { Ctx } from "@/lib/ctx"
import { read, record } from "@/lib/db"
import { confirmGone, rereadLinks } from "@/lib/mirror/commands"
import type { Evidence } from "@/lib/mirror/sights/commands"
import type { WebhookOutcome } from "@/lib/webhooks/schema"

/** As many ids as Belvo takes in one request. */
const idsAtOnce = 150
/** How long ids collect before a request that is not full. */
const collectMs = 2_000

/** Reads again every link that a webhook has asked for, the urgent ones first, until none is left. */
export async function rereadWaiting(ctx: Ctx, { signal }: { signal: AbortSignal }): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const { count, waitedMs } = await countWaiting(ctx)
    if (count === 0) return
    if (count < idsAtOnce && waitedMs < collectMs) await sleep(collectMs - waitedMs, undefined, { signal })
    await rereadBatch(ctx)
  }
}

type Waiting = { linkId: string; requestedAt: string } & Evidence

async function rereadBatch(ctx: Ctx): Promise<void> {
  const batch = await listWaiting(ctx)
  if (batch.length === 0) return
  const evidence = new Map(batch.map(({ linkId, causeId, requestId }) => [linkId, { causeId, requestId }]))
  const why = { priority: "webhook", cause: "webhook", evidence } as const
  const { events, missing } = await rereadLinks(ctx, { linkIds: batch.map(({ linkId }) => linkId), ...why })
  const changed = new Set(events.map(({ linkId }) => linkId))
  const absent = new Set(missing)
  const listed = batch.filter(({ linkId }) => !absent.has(linkId))
  await settle(
    ctx,
    listed.filter(({ linkId }) => changed.has(linkId)),
    "changed",
  )
  await settle(
    ctx,
    listed.filter(({ linkId }) => !changed.has(linkId)),
    "unchanged",
  )
  for (const one of batch.filter(({ linkId }) => absent.has(linkId))) {
    await settle(ctx, [one], await outcomeOfMissing(ctx, { linkId: one.linkId, ...why }))
  }
}

/** A refusal of this one request is an answer; where Belvo cannot answer at all, the job is tried again. */
async function outcomeOfMissing(ctx: Ctx, reading: Parameters<typeof confirmGone>[1]): Promise<WebhookOutcome> {
  try {
    const known = await isMirrored(ctx, reading.linkId)
    const found = await confirmGone(ctx, reading)
    if (found === "found") return "changed"
    return known ? "gone" : "unknown_link"
  } catch (error) {
    const refused = error instanceof BelvoApiError && error.status < 500 && error.status !== 408
    if (refused || (isBelvoError(error) && error.kind === "blocked")) return "failed"
    throw error
  }
}

function isMirrored(ctx: Ctx, linkId: string): Promise<boolean> {
  return read(ctx, "webhooks:process", async (db) => {
    return (await db.link.count({ where: { environmentId: ctx.environment.id, id: linkId } })) > 0
  })
}

function countWaiting(ctx: Ctx): Promise<{ count: number; waitedMs: number }> {
  return read(ctx, "webhooks:process", async (db) => {
    const [row] = await db.$queryRaw<{ count: number; waitedMs: number }[]>`
      SELECT count(*)::integer AS count, coalesce(extract(epoch FROM clock_timestamp() - min(requested_at)) * 1000, 0)::integer AS "waitedMs"
      FROM reread WHERE environment_id = ${ctx.environment.id}`
    return row ?? { count: 0, waitedMs: 0 }
  })
}

/** `requestedAt` as text, because its microseconds decide whether somebody has asked again meanwhile. */
function listWaiting(ctx: Ctx): Promise<Waiting[]> {
  return read(
    ctx,
    "webhooks:process",
    (db) => db.$queryRaw<Waiting[]>`
    SELECT link_id::text AS "linkId", requested_at::text AS "requestedAt", cause_id AS "causeId", request_id AS "requestId"
    FROM reread WHERE environment_id = ${ctx.environment.id} ORDER BY priority, requested_at LIMIT ${idsAtOnce}`,
  )
}

/** Who asked after the reading had begun is still waiting; all who asked before have their answer. */
async function settle(ctx: Ctx, answered: readonly Waiting[], outcome: WebhookOutcome): Promise<void> {
  if (answered.length === 0) return
  const rows = JSON.stringify(answered.map(({ linkId, requestedAt }) => ({ linkId, requestedAt })))
  const { id: environmentId } = ctx.environment
  await record(ctx, "webhooks:process", async (tx) => {
    // Locked in the order in which arriving webhooks lock them, so that neither waits for the other in a circle.
    await tx.$executeRaw`
      WITH answered AS MATERIALIZED (
        SELECT e.id FROM webhook_event e JOIN jsonb_to_recordset(${rows}::jsonb) AS a ("linkId" uuid, "requestedAt" timestamptz) ON e.link_id = a."linkId"
        WHERE e.environment_id = ${environmentId} AND e.state = 'waiting' AND greatest(e.received_at, e.last_repeat_at) <= a."requestedAt"
        ORDER BY e.link_id, encode(e.fingerprint, 'hex') FOR UPDATE OF e)
      UPDATE webhook_event e SET state = 'processed', processed_at = clock_timestamp(), outcome = ${outcome}
      FROM answered WHERE e.environment_id = ${environmentId} AND e.id = answered.id`
    await tx.$executeRaw`
      WITH answered AS MATERIALIZED (
        SELECT r.link_id, r.requested_at FROM reread r JOIN jsonb_to_recordset(${rows}::jsonb) AS a ("linkId" uuid, "requestedAt" timestamptz) ON r.link_id = a."linkId"
        WHERE r.environment_id = ${environmentId} AND r.requested_at <= a."requestedAt" ORDER BY r.link_id FOR UPDATE OF r)
      DELETE FROM reread r USING answered WHERE r.environment_id = ${environmentId} AND r.link_id = answered.link_id`
    return { result: undefined }
  })
}
