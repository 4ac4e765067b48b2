import type { AuditValue } from "@/lib/audit-chain"
import type { Ctx } from "@/lib/ctx"
import { type Tx, write } from "@/lib/db"
import { conflict, notFound } from "@/lib/errors"
import { deliverOutgoing } from "@/lib/jobs/announced"
import { enqueue } from "@/lib/jobs/boss"
import { findEndpoint } from "@/lib/outgoing/queries"
import type { DeliveryInput, OutgoingEvent } from "@/lib/outgoing/schema"
import { Prisma } from "@/prisma/generated/client"

export type Outgoing = {
  event: OutgoingEvent
  subjectId?: string
  /** What is kept and shown: no address, nothing personal. Who sends it fills the rest in. */
  body: Prisma.InputJsonObject
  items: number
  /** Not before; at once where it is left out. */
  at?: Date
}

/** To be sent as soon as the caller's transaction has committed. Answers their ids. */
export async function queueDeliveries(tx: Tx, ctx: Ctx, all: readonly Outgoing[]): Promise<string[]> {
  if (all.length === 0) return []
  const createdAt = ctx.now()
  const rows = await tx.outgoingDelivery.createManyAndReturn({
    data: all.map(({ at = createdAt, ...one }) => ({
      environmentId: ctx.environment.id,
      ...one,
      createdAt,
      nextAt: at,
    })),
    select: { id: true },
  })
  await enqueue(tx, deliverOutgoing, {})
  return rows.map(({ id }) => id)
}

/** What was put off is looked at now; in a caller's transaction. */
export async function wakeDeliveries(tx: Tx, ctx: Ctx, { subjectId }: { subjectId: string }): Promise<void> {
  const count = await tx.$executeRaw`
    UPDATE outgoing_delivery SET next_at = ${ctx.now()}::timestamptz
    WHERE environment_id = ${ctx.environment.id} AND subject_id = ${subjectId}::uuid AND state = 'waiting' AND put_off`
  if (count > 0) await enqueue(tx, deliverOutgoing, {})
}

/** Sends an event that says nothing but that it works; what came of it shows in the log. Throws CONFLICT where no endpoint is set. */
export function sendTest(ctx: Ctx): Promise<{ deliveryId: string }> {
  return write(ctx, "environments:manage", async (tx) => {
    if (!(await findEndpoint(ctx))) throw conflict("outgoing.noEndpoint")
    const [deliveryId] = await queueDeliveries(tx, ctx, [{ event: "test", body: {}, items: 0 }])
    if (deliveryId === undefined) throw notFound()
    return { result: { deliveryId }, audit: entry("outgoing.test_sent", deliveryId) }
  })
}

/** Sends one once more, under the id that it had. Throws CONFLICT while it is on its way. */
export function resendDelivery(ctx: Ctx, { deliveryId }: DeliveryInput): Promise<void> {
  return write(ctx, "campaigns:run", async (tx) => {
    const found = await tx.outgoingDelivery.findUnique({
      where: { environmentId_id: { environmentId: ctx.environment.id, id: deliveryId } },
      select: { state: true },
    })
    if (!found) throw notFound()
    const count = await sendAnew(tx, ctx, Prisma.sql`id = ${deliveryId}::uuid AND state IN ('delivered', 'failed')`)
    if (count === 0) throw conflict("outgoing.onItsWay")
    return { result: undefined, audit: entry("outgoing.resent", deliveryId) }
  })
}

/** Every one that has failed. Throws CONFLICT where none has. */
export function resendFailed(ctx: Ctx): Promise<{ count: number }> {
  return write(ctx, "campaigns:run", async (tx) => {
    const count = await sendAnew(tx, ctx, Prisma.sql`state = 'failed'`)
    if (count === 0) throw conflict("outgoing.noneFailed")
    return { result: { count }, audit: entry("outgoing.resent", "failed", { count }) }
  })
}

async function sendAnew(tx: Tx, ctx: Ctx, which: Prisma.Sql): Promise<number> {
  const count = await tx.$executeRaw`
    UPDATE outgoing_delivery SET state = 'waiting', attempts = 0, next_at = ${ctx.now()}::timestamptz, settled_at = NULL
    WHERE environment_id = ${ctx.environment.id} AND ${which}`
  if (count > 0) await enqueue(tx, deliverOutgoing, {})
  return count
}

const entry = (action: string, entityId: string, after?: AuditValue) => ({
  ...{ action, entity: "outgoing-delivery", entityId },
  ...(after === undefined ? {} : { after }),
})
