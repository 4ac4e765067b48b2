import type { Ctx } from "@/lib/ctx"
import { write } from "@/lib/db"
import { getDeletion } from "@/lib/deletions/queries"
import { cancelRequest } from "@/lib/deletions/requests/cancelling/commands"
import { confirmRequest, createDraft, retryFailed } from "@/lib/deletions/requests/commands"
import { confirmationOf } from "@/lib/deletions/rules"
import type { DeletionInput, DeletionView, RequestDeletion } from "@/lib/deletions/schema"
import { conflict, invalid } from "@/lib/errors"
import { getLink } from "@/lib/links/queries"

/** A request of one, confirmed as it is made. Throws CONFLICT while another deletion of the link is under way. */
export async function requestDeletion(ctx: Ctx, { linkId, ...typed }: RequestDeletion): Promise<DeletionView> {
  return write(ctx, "deletions:request", async (tx) => {
    const { link } = await getLink(ctx, linkId)
    if (link.removedAt) throw conflict("linkRemoved")
    if (typed.confirmation !== confirmationOf(link)) throw invalid("deletion.wrongConfirmation")
    const { id: requestId } = await createDraft(ctx, { selection: { kind: "links", ids: [linkId] } })
    const { id, state } = await tx.deletion.findFirstOrThrow({
      where: { environmentId: ctx.environment.id, requestId },
    })
    if (state === "skipped") throw conflict("deletion.underWay")
    await confirmRequest(ctx, { requestId, ...typed })
    return {
      result: await getDeletion(ctx, { id }),
      audit: {
        ...{ action: "deletion.requested", entity: "link", entityId: linkId },
        after: { deletionId: id, requestId, reason: typed.reason },
      },
    }
  })
}

/** Throws CONFLICT once it has left for Belvo. */
export async function cancelDeletion(ctx: Ctx, { deletionId }: DeletionInput): Promise<DeletionView> {
  return write(ctx, "deletions:cancel", async () => {
    const { linkId, requestId } = await getDeletion(ctx, { id: deletionId })
    await cancelRequest(ctx, { requestId, linkIds: [linkId] })
    const result = await getDeletion(ctx, { id: deletionId })
    const after = { deletionId, requestId }
    return { result, audit: { action: "deletion.cancelled", entity: "link", entityId: linkId, after } }
  })
}

/** Sends a failed deletion again, at once: it was confirmed when it was asked for. */
export async function retryDeletion(ctx: Ctx, { deletionId }: DeletionInput): Promise<DeletionView> {
  return write(ctx, "deletions:request", async () => {
    const { linkId, requestId } = await getDeletion(ctx, { id: deletionId })
    await retryFailed(ctx, { requestId, linkIds: [linkId] })
    const result = await getDeletion(ctx, { id: deletionId })
    const after = { deletionId, requestId }
    return { result, audit: { action: "deletion.retried", entity: "link", entityId: linkId, after } }
  })
}
