import type { Ctx } from "@/lib/ctx"
import { type Tx, write } from "@/lib/db"
import { carryOutJob } from "@/lib/deletions/carrying-out/jobs"
import { getDeletion } from "@/lib/deletions/queries"
import { confirmationOf, heldUntil, underWayStates } from "@/lib/deletions/rules"
import type { DeletionInput, DeletionView, RequestDeletion } from "@/lib/deletions/schema"
import { conflict, forbidden, invalid } from "@/lib/errors"
import { enqueue } from "@/lib/jobs/boss"
import { getLink } from "@/lib/links/queries"
import { Prisma } from "@/prisma/generated/client"

/** A job deletes after a short hold. Throws CONFLICT while another deletion of the link is under way. */
export async function requestDeletion(ctx: Ctx, input: RequestDeletion): Promise<DeletionView> {
  const { linkId, confirmation, reason } = input
  const { actor } = ctx
  if (actor.kind !== "member") throw forbidden("deletions:request")
  const of = { environmentId: ctx.environment.id, linkId }
  return write(ctx, "deletions:request", async (tx) => {
    const { link } = await getLink(ctx, linkId)
    if (link.removedAt) throw conflict("linkRemoved")
    if (confirmation !== confirmationOf(link)) throw invalid("deletion.wrongConfirmation")
    await holdAlone(tx, ctx, linkId)
    const { id } = await tx.deletion.create({
      data: { ...of, requestedBy: actor.id, requestedAt: ctx.now(), reason, state: "requested" },
    })
    await enqueue(tx, carryOutJob, { deletionId: id }, { startAfter: heldUntil(ctx.now()) })
    return {
      result: await getDeletion(ctx, { id }),
      audit: { action: "deletion.requested", entity: "link", entityId: linkId, after: { deletionId: id, reason } },
    }
  })
}

/** Throws CONFLICT once the request has left for Belvo. */
export async function cancelDeletion(ctx: Ctx, { deletionId }: DeletionInput): Promise<DeletionView> {
  return write(ctx, "deletions:request", async (tx) => {
    const { linkId } = await getDeletion(ctx, { id: deletionId })
    const { count } = await tx.deletion.updateMany({
      where: { environmentId: ctx.environment.id, id: deletionId, state: "requested" },
      data: { state: "cancelled", settledAt: ctx.now() },
    })
    if (count === 0) throw conflict("deletion.tooLate")
    return {
      result: await getDeletion(ctx, { id: deletionId }),
      audit: { action: "deletion.cancelled", entity: "link", entityId: linkId, after: { deletionId } },
    }
  })
}

/** Sends a failed deletion again, at once: it was confirmed when it was asked for. */
export async function retryDeletion(ctx: Ctx, { deletionId }: DeletionInput): Promise<DeletionView> {
  return write(ctx, "deletions:request", async (tx) => {
    const { linkId } = await getDeletion(ctx, { id: deletionId })
    await holdAlone(tx, ctx, linkId)
    const { count } = await tx.deletion.updateMany({
      where: { environmentId: ctx.environment.id, id: deletionId, state: "failed" },
      data: { state: "requested", settledAt: null, failure: Prisma.DbNull },
    })
    if (count === 0) throw conflict("deletion.notFailed")
    await enqueue(tx, carryOutJob, { deletionId })
    return {
      result: await getDeletion(ctx, { id: deletionId }),
      audit: { action: "deletion.retried", entity: "link", entityId: linkId, after: { deletionId } },
    }
  })
}

/** One at a time a link, also where two ask at the same moment. */
async function holdAlone(tx: Tx, ctx: Ctx, linkId: string): Promise<void> {
  const environmentId = ctx.environment.id
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`deletion ${environmentId} ${linkId}`}, 0))::text`
  const other = await tx.deletion.findFirst({ where: { environmentId, linkId, state: { in: [...underWayStates] } } })
  if (other) throw conflict("deletion.underWay")
}
