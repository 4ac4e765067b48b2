import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { AppError } from "@/lib/errors"
import { deliverOutgoing } from "@/lib/jobs/announced"
import { enqueue } from "@/lib/jobs/boss"
import type { Resolve } from "@/lib/network-address"
import { post } from "@/lib/outgoing/posting/commands"
import { findSigningEndpoint } from "@/lib/outgoing/queries"
import { deadAfterMs, mostAttempts, nextAttemptAt } from "@/lib/outgoing/rules"
import type { DeliveryProblem, OutgoingEvent } from "@/lib/outgoing/schema"
import { signatureOf } from "@/lib/outgoing/signing/commands"

export type Claimed = {
  id: string
  event: OutgoingEvent
  subjectId: string | null
  body: unknown
  attempts: number
  createdAt: Date
}

/** The kept body with what may not be kept: addresses, external ids; `gone` where there is nothing left to tell, `later` where it is too early. */
export type Filled = { kind: "filled"; data: unknown } | { kind: "gone" } | { kind: "later"; at: Date }
export type Fill = (ctx: Ctx, delivery: Claimed) => Promise<Filled>

/** `onDelivered`: hears of each that was delivered. */
export type Sending = { fill: Fill; onDelivered?: (delivery: Claimed) => void; signal?: AbortSignal; resolve?: Resolve }

/**
 * Sends whatever is due, one after the other, and plans what must be tried again. A worker that dies leaves what it had in hand to the
 * next one: the other side may see it twice, under one id. Answers how many were tried.
 */
export async function sendDue(ctx: Ctx, sending: Sending): Promise<number> {
  let tried = 0
  for (;;) {
    sending.signal?.throwIfAborted()
    const delivery = await claim(ctx)
    if (!delivery) return tried
    tried += 1
    const outcome = await attemptSafely(ctx, delivery, sending)
    if ("later" in outcome) {
      await putOff(ctx, delivery, outcome.later)
      continue
    }
    // Who sends a test looks at what comes of it.
    await settle(ctx, delivery, delivery.event === "test" ? { ...outcome, final: true } : outcome)
    if (outcome.problem === null) sending.onDelivered?.(delivery)
  }
}

/** One that cannot be filled holds up no other; one that its workers die of is not tried for ever. */
async function attemptSafely(ctx: Ctx, delivery: Claimed, sending: Sending): Promise<Outcome | { later: Date }> {
  const { id, attempts } = delivery
  if (attempts > mostAttempts) return { problem: "internal", status: null, final: true }
  try {
    return await attempt(ctx, delivery, sending)
  } catch (error) {
    ctx.log.error("a delivery could not be made", { id, error })
    return { problem: "internal", status: null }
  }
}

type Outcome = { problem: DeliveryProblem | null; status: number | null; final?: true }

function claim(ctx: Ctx): Promise<Claimed | undefined> {
  const { id: environmentId } = ctx.environment
  const now = ctx.now()
  return record(ctx, "webhooks:send", async (tx) => {
    const [row] = await tx.$queryRaw<Claimed[]>`
      UPDATE outgoing_delivery d SET state = 'sending', attempts = d.attempts + 1, attempted_at = ${now}::timestamptz, put_off = false,
        next_at = ${new Date(now.getTime() + deadAfterMs)}::timestamptz
      WHERE d.environment_id = ${environmentId} AND d.id = (
        SELECT id FROM outgoing_delivery WHERE environment_id = ${environmentId} AND state IN ('waiting', 'sending')
          AND next_at <= ${now}::timestamptz ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING d.id::text, d.event, d.subject_id::text AS "subjectId", d.body, d.attempts, d.created_at AS "createdAt"`
    return { result: row }
  })
}

async function attempt(ctx: Ctx, delivery: Claimed, { fill, resolve }: Sending): Promise<Outcome | { later: Date }> {
  const endpoint = await openEndpoint(ctx)
  if (endpoint === "sealed") return { problem: "secret", status: null }
  if (endpoint === null) return { problem: "noEndpoint", status: null, final: true }
  const filled = await fill(ctx, delivery)
  if (filled.kind === "gone") return { problem: "gone", status: null, final: true }
  if (filled.kind === "later") return { later: filled.at }
  const { data } = filled
  const body = JSON.stringify({
    ...{ id: delivery.id, type: delivery.event, created_at: delivery.createdAt.toISOString() },
    ...{ environment: ctx.environment.slug, data },
  })
  const headers = {
    "content-type": "application/json",
    "user-agent": "Enlace",
    "enlace-event": delivery.event,
    "enlace-delivery": delivery.id,
    "enlace-signature": signatureOf({ secrets: endpoint.secrets, body, at: ctx.now() }),
  }
  const options = { allowedHosts: ctx.env.webhookAllowedHosts, ...(resolve ? { resolve } : {}) }
  const posted = await post({ url: new URL(endpoint.url), body, headers }, options)
  return posted.kind === "delivered" ? { problem: null, status: posted.status } : posted
}

async function openEndpoint(ctx: Ctx) {
  try {
    return await findSigningEndpoint(ctx)
  } catch (error) {
    if (error instanceof AppError && error.key === "secretDoesNotOpen") return "sealed"
    throw error
  }
}

async function settle(ctx: Ctx, { id, attempts }: Claimed, { problem, status, final }: Outcome): Promise<void> {
  const now = ctx.now()
  const nextAt = problem === null || final ? null : nextAttemptAt(attempts, now)
  const state = problem === null ? "delivered" : nextAt ? "waiting" : "failed"
  await record(ctx, "webhooks:send", async (tx) => {
    const settledAt = nextAt ? null : now
    // Whoever took it over meanwhile, since this one was slow, says what came of it.
    const { count } = await tx.outgoingDelivery.updateMany({
      where: { environmentId: ctx.environment.id, id, state: "sending", attempts },
      data: { state, problem, httpStatus: status, nextAt, settledAt },
    })
    if (nextAt && count > 0) await enqueue(tx, deliverOutgoing, {}, { key: "later", startAfter: nextAt })
    return { result: undefined }
  })
}

/** Nothing was sent, so it is no try. */
function putOff(ctx: Ctx, { id, attempts }: Claimed, nextAt: Date): Promise<void> {
  return record(ctx, "webhooks:send", async (tx) => {
    await tx.outgoingDelivery.updateMany({
      where: { environmentId: ctx.environment.id, id, state: "sending", attempts },
      data: { state: "waiting", attempts: attempts - 1, nextAt, putOff: true },
    })
    return { result: undefined }
  })
}
