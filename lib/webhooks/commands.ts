import { createHash } from "node:crypto"
import { type BelvoWebhook, parseWebhook } from "@/lib/belvo/webhook"
import type { Ctx } from "@/lib/ctx"
import { databaseNow, record, type Tx, write } from "@/lib/db"
import { invalid, notFound } from "@/lib/errors"
import { enqueue } from "@/lib/jobs/boss"
import { toDay } from "@/lib/time"
import { rereadJob } from "@/lib/webhooks/rereading/jobs"
import { fingerprintText, readyResource, repeatWithinMs, rereadPriority, toWord } from "@/lib/webhooks/rules"
import type { WebhookInput } from "@/lib/webhooks/schema"

type Bytes = Uint8Array<ArrayBuffer>

/**
 * Keeps a webhook as it came, once, and has its link read again: what it says of the link is not believed. Kinds that
 * nobody knows are kept, too. Throws INVALID where the body is not JSON.
 */
export async function receiveWebhook(ctx: Ctx, { body }: { body: Bytes }): Promise<{ duplicate: boolean }> {
  const raw = new TextDecoder().decode(body)
  const told = toTold(parseWebhook(parseJson(raw)))
  const receivedAt = await databaseNow(ctx)
  const fingerprint = sha256(fingerprintText(told))
  return record(ctx, "webhooks:receive", async (tx) => {
    const since = new Date(receivedAt.getTime() - repeatWithinMs(told.requestId))
    const known = await findRepeated(tx, ctx, { fingerprint, since })
    const eventId = known ?? (await store(tx, ctx, { told, fingerprint, raw, rawHash: sha256(body), receivedAt }))
    if (known) await countRepeat(tx, ctx, { eventId, at: receivedAt })
    if (told.linkId) {
      await noteReady(tx, ctx, { ...told, linkId: told.linkId, at: receivedAt })
      await askForRereading(tx, ctx, { ...told, linkId: told.linkId, eventId })
    }
    return { result: { duplicate: known !== null } }
  })
}

/** Somebody without the right `Authorization`: counted by the day, never a row a request. */
export async function countStranger(ctx: Ctx): Promise<void> {
  await record(ctx, "webhooks:receive", async (tx) => {
    await tx.$executeRaw`
      INSERT INTO stranger_refusal AS known (day, kind, count) VALUES (${toDay(ctx.now())}::date, 'webhook refused', 1)
      ON CONFLICT (day, kind) DO UPDATE SET count = known.count + 1`
    return { result: undefined }
  })
}

/** Has the link of a webhook read again, because a person wants to see. */
export function rereadWebhook(ctx: Ctx, { eventId }: WebhookInput): Promise<{ eventId: string }> {
  return write(ctx, "sync:run", async (tx) => {
    const where = { environmentId_id: { environmentId: ctx.environment.id, id: eventId } }
    const event = await tx.webhookEvent.findUnique({ where, select: { type: true, linkId: true, requestId: true } })
    if (!event) throw notFound()
    if (!event.linkId) throw invalid("webhookWithoutLink")
    await tx.webhookEvent.update({ where, data: { state: "waiting", processedAt: null, outcome: null } })
    await askForRereading(tx, ctx, { ...event, linkId: event.linkId, eventId })
    return { result: { eventId }, audit: { action: "webhook.reread", entity: "webhook", entityId: eventId } }
  })
}

type Told = Pick<BelvoWebhook, "linkId" | "requestId" | "processType" | "data"> & {
  type: string | null
  code: string | null
}

const unreadable: Told = { type: null, code: null, linkId: null, requestId: null, processType: null, data: null }

function toTold(webhook: BelvoWebhook | null): Told {
  if (!webhook) return unreadable
  const { type, code, linkId, requestId, processType, data } = webhook
  return {
    type: toWord(type),
    code: toWord(code),
    linkId,
    requestId: requestId && toWord(requestId),
    processType: processType && toWord(processType),
    data,
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) throw invalid("notJson")
    throw error
  }
}

/** Equal webhooks wait here for each other, so that two that arrive at once are stored as one. */
async function findRepeated(tx: Tx, ctx: Ctx, { fingerprint, since }: { fingerprint: Bytes; since: Date }) {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(${Buffer.from(fingerprint).readBigInt64BE()})::text`
  const known = await tx.webhookEvent.findFirst({
    where: { environmentId: ctx.environment.id, fingerprint, receivedAt: { gt: since } },
    orderBy: { receivedAt: "desc" },
    select: { id: true },
  })
  return known?.id ?? null
}

type Stored = { told: Told; fingerprint: Bytes; raw: string; rawHash: Bytes; receivedAt: Date }

async function store(tx: Tx, ctx: Ctx, { told, fingerprint, raw, rawHash, receivedAt }: Stored): Promise<string> {
  const { data: _, ...words } = told
  const done = told.linkId ? {} : { processedAt: receivedAt, outcome: told.type === null ? "unreadable" : "no_link" }
  const { id } = await tx.webhookEvent.create({
    data: {
      environmentId: ctx.environment.id,
      receivedAt,
      fingerprint,
      raw,
      rawHash,
      state: told.linkId ? "waiting" : "processed",
      ...words,
      ...done,
    },
    select: { id: true },
  })
  return id
}

async function countRepeat(tx: Tx, ctx: Ctx, { eventId, at }: { eventId: string; at: Date }): Promise<void> {
  const where = { environmentId_id: { environmentId: ctx.environment.id, id: eventId } }
  await tx.webhookEvent.update({ where, data: { repeats: { increment: 1 }, lastRepeatAt: at } })
}

type Ready = { linkId: string; type: string | null; code: string | null; at: Date }

/** That a resource's data has arrived is the one thing that only a webhook says. */
async function noteReady(tx: Tx, ctx: Ctx, { linkId, type, code, at }: Ready): Promise<void> {
  const resource = readyResource({ type, code })
  if (resource === null) return
  await tx.$executeRaw`
    INSERT INTO link_resource AS r (environment_id, link_id, resource, ready_at)
    VALUES (${ctx.environment.id}, ${linkId}::uuid, ${resource}, ${at}::timestamptz)
    ON CONFLICT (environment_id, link_id, resource) DO UPDATE SET ready_at = greatest(r.ready_at, excluded.ready_at)`
}

type Asking = { eventId: string; linkId: string; type: string | null; requestId: string | null }

/** One row a link: many webhooks of one link are one reading, with the urgency of the most urgent. */
async function askForRereading(tx: Tx, ctx: Ctx, { eventId, linkId, type, requestId }: Asking): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO reread AS r (environment_id, link_id, priority, requested_at, cause, cause_id, request_id)
    VALUES (${ctx.environment.id}, ${linkId}::uuid, ${rereadPriority(type)}::smallint, clock_timestamp(), 'webhook', ${eventId}, ${requestId})
    ON CONFLICT (environment_id, link_id) DO UPDATE SET requested_at = excluded.requested_at,
      priority = least(r.priority, excluded.priority),
      cause_id = CASE WHEN excluded.priority <= r.priority THEN excluded.cause_id ELSE r.cause_id END,
      request_id = CASE WHEN excluded.priority <= r.priority THEN excluded.request_id ELSE r.request_id END`
  await enqueue(tx, rereadJob, {})
}

const sha256 = (data: string | Uint8Array): Bytes => new Uint8Array(createHash("sha256").update(data).digest())
