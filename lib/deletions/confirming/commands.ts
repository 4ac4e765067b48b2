import { isBelvoError } from "@/lib/belvo/errors"
import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import type { ConfirmDeletion } from "@/lib/deletions/confirming/schema"
import { getDeletion } from "@/lib/deletions/queries"
import { confirm, isLastLook } from "@/lib/deletions/rules"
import type { DeletionFailure, DeletionState } from "@/lib/deletions/schema"
import { readLink } from "@/lib/mirror/commands"

/** Looks whether an accepted deletion has happened: in the mirror, where a webhook may have been quicker, then at Belvo. */
export async function confirmDeletion(ctx: Ctx, { deletionId, attempt }: ConfirmDeletion): Promise<void> {
  const { state, linkId } = await getDeletion(ctx, { id: deletionId })
  if (state === "done") return settleDeletion(ctx, { deletionId, linkId, state: "done" })
  if (state !== "accepted") return
  try {
    const reading = await readLink(ctx, { linkId, priority: "webhook", cause: "deletion", causeId: deletionId })
    const confirmed = confirm(reading.kind === "found", attempt)
    if (confirmed === "done") await settleDeletion(ctx, { deletionId, linkId, state: "done" })
    if (confirmed === "failed") await settleDeletion(ctx, { deletionId, linkId, state: "failed", failure: stillThere })
  } catch (error) {
    // The next look comes by itself; only after the last one would nobody ever know.
    if (!isBelvoError(error)) throw error
    ctx.log.warn("an accepted deletion could not be looked after", { deletionId, attempt, code: error.belvoCode })
    if (!isLastLook(attempt)) return
    const failure = { code: error.belvoCode, requestId: error.requestId }
    await settleDeletion(ctx, { deletionId, linkId, state: "failed", failure })
  }
}

const stillThere: DeletionFailure = { code: "still_there", requestId: null }

type Settled = { deletionId: string; linkId: string; state: DeletionState; failure?: DeletionFailure }

/** Once: what is settled stays as it is. */
export async function settleDeletion(ctx: Ctx, { deletionId, linkId, state, failure }: Settled): Promise<void> {
  await record(ctx, "deletions:carry-out", async (tx) => {
    const { count } = await tx.deletion.updateMany({
      where: { environmentId: ctx.environment.id, id: deletionId, state: { in: ["sent", "accepted"] } },
      data: { state, settledAt: ctx.now(), ...(failure ? { failure } : {}) },
    })
    const after = { deletionId, state, ...(failure ? { code: failure.code } : {}) }
    const audit = { action: "deletion.settled", entity: "link", entityId: linkId, after }
    return { result: null, ...(count > 0 ? { audit } : {}) }
  })
}
