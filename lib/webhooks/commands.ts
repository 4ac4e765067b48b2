import { createHash } from "node:crypto"
import { type BelvoWebhook, parseWebhook } from "@/lib/belvo/webhook"
import type { Ctx } from "@/lib/ctx"
import { may, record, type Tx, write } from "@/lib/db"
import { conflict, forbidden, invalid, notFound } from "@/lib/errors"
import { enqueue } from "@/lib/jobs/boss"
import { toDay } from "@/lib/time"
import { inboxWhere } from "@/lib/webhooks/inbox/queries"
import { rereadJob } from "@/lib/webhooks/rereading/jobs"
import {
  fingerprintText,
  readyResource,
  repeatWithinMs,
  rereadPriority,
  toWord,
  urgentTypes,
} from "@/lib/webhooks/rules"
import type { WebhookInput, WebhookOutcome, WebhookSelection } from "@/lib/webhooks/schema"
import { storeArrival } from "@/lib/webhooks/storing/commands"
import { Prisma } from "@/prisma/generated/client"

type Bytes = Uint8Array<ArrayBuffer>

/**
 * Keeps a webhook as it came, once, and has its link read again: what it says of the link is not believed. Kinds that
 * nobody knows are kept, too. Throws INVALID where the body is not JSON.
 */
export async function receiveWebhook(ctx: Ctx, { body }: { body: Bytes }): Promise<{ duplicate: boolean }> {
  if (!may(ctx, "webhooks:receive")) throw forbidden("webhooks:receive")
  const raw = new TextDecoder().decode(body)
  const told = toTold(parseWebhook(parseJson(raw)))
  const { type, code, processType, linkId, requestId } = told
  const rawHash = sha256(body)
  const { repeated } = await storeArrival(ctx, {
    ...{ type, code, processType, linkId, requestId, raw, rawHash },
    at: ctx.seeded ? ctx.now() : null,
    fingerprint: sha256(fingerprintText({ ...told, rawHash })),
    withinMs: repeatWithinMs(requestId),
    outcome: linkId === null ? outcomeOfNoLink(told) : null,
    priority: rereadPriority(type),
    ready: readyResource(told),
  })
  return { duplicate: repeated }
}

const outcomeOfNoLink = ({ type }: Told): WebhookOutcome => (type === null ? "unreadable" : "no_link")

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
    const { matched, asked } = await askAgain(tx, ctx, ofIds(ctx, [eventId]))
    if (matched === 0) throw notFound()
    if (asked === 0) throw invalid("webhookWithoutLink")
    return { result: { eventId }, audit: { action: "webhook.reread", entity: "webhook", entityId: eventId } }
  })
}

export type Reread = {
  /** Webhooks of the selection that name a link. */
  asked: number
  links: number
}

/** The same for many: named ones, or all that match a filter, frozen in the statement that asks for them. Throws CONFLICT where these are others than were counted. */
export function rereadWebhooks(ctx: Ctx, selection: WebhookSelection): Promise<Reread> {
  return write(ctx, "sync:run", async (tx) => {
    const { matched, asked, links } = await askAgain(tx, ctx, selected(ctx, selection))
    const expected = "eventIds" in selection ? new Set(selection.eventIds).size : selection.expectedCount
    if (matched !== expected) throw conflict("webhooksChanged", { expected, matched })
    const chosen = "eventIds" in selection ? { eventIds: selection.eventIds } : { ...selection }
    const after = { ...chosen, count: matched, asked, links }
    return { result: { asked, links }, audit: { action: "webhooks.reread", entity: "webhook", entityId: "", after } }
  })
}

const ofIds = ({ environment }: Ctx, ids: readonly string[]): Prisma.Sql =>
  Prisma.sql`e.environment_id = ${environment.id} AND e.id = ANY(${[...ids]}::uuid[])`

function selected(ctx: Ctx, selection: WebhookSelection): Prisma.Sql {
  if ("eventIds" in selection) return ofIds(ctx, selection.eventIds)
  const { filter, snapshotAt } = selection
  return Prisma.sql`${inboxWhere(ctx.environment.id, filter)} AND e.received_at <= ${snapshotAt}::timestamptz`
}

/** One row a link: many webhooks of one link are one reading, with the urgency of the most urgent. */
async function askAgain(tx: Tx, ctx: Ctx, where: Prisma.Sql): Promise<Reread & { matched: number }> {
  const [row] = await tx.$queryRaw<(Reread & { matched: number })[]>`
    WITH chosen AS MATERIALIZED (
      SELECT e.id, e.link_id, e.received_at, e.request_id, CASE WHEN e.type = ANY(${urgentTypes}::text[]) THEN 0 ELSE 1 END::smallint AS priority
      FROM webhook_event e WHERE ${where} ORDER BY e.link_id, encode(e.fingerprint, 'hex') FOR UPDATE
    ), asked AS (
      UPDATE webhook_event e SET state = 'waiting', processed_at = NULL, outcome = NULL FROM chosen c
      WHERE e.environment_id = ${ctx.environment.id} AND e.id = c.id AND c.link_id IS NOT NULL RETURNING e.id
    ), rereads AS (
      INSERT INTO reread AS r (environment_id, link_id, priority, requested_at, cause, cause_id, request_id)
      SELECT DISTINCT ON (c.link_id) ${ctx.environment.id}::integer, c.link_id, c.priority, clock_timestamp(), 'webhook', c.id::text, c.request_id
      FROM chosen c WHERE c.link_id IS NOT NULL ORDER BY c.link_id, c.priority, c.received_at DESC
      ON CONFLICT (environment_id, link_id) DO UPDATE SET requested_at = excluded.requested_at,
        priority = least(r.priority, excluded.priority), cause_id = excluded.cause_id, request_id = excluded.request_id
      RETURNING r.link_id
    )
    SELECT (SELECT count(*) FROM chosen)::integer AS matched, (SELECT count(*) FROM asked)::integer AS asked,
      (SELECT count(*) FROM rereads)::integer AS links`
  const counts = row ?? { matched: 0, asked: 0, links: 0 }
  if (counts.links > 0) await enqueue(tx, rereadJob, {})
  return counts
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

const sha256 = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex")
