import { type BelvoError, isBelvoError } from "@/lib/belvo/errors"
import type { DeletionOutcome } from "@/lib/belvo/links"
import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { settleDeletion } from "@/lib/deletions/confirming/commands"
import { confirmJob } from "@/lib/deletions/confirming/jobs"
import { confirmDelaysSeconds } from "@/lib/deletions/rules"
import type { DeletionInput } from "@/lib/deletions/schema"
import { openBelvo } from "@/lib/environments/commands"
import { enqueue } from "@/lib/jobs/boss"
import { readLink } from "@/lib/mirror/commands"

/** Asks Belvo to delete, and has it looked after. Asking twice is harmless, so a job that died is begun again. */
export async function carryOut(ctx: Ctx, { deletionId }: DeletionInput): Promise<void> {
  const linkId = await claim(ctx, deletionId)
  if (linkId === null) return
  const answer = await send(ctx, linkId)
  if (answer.kind === "refused") {
    const failure = { code: answer.error.belvoCode, requestId: answer.error.requestId }
    return settleDeletion(ctx, { deletionId, linkId, state: "failed", failure })
  }
  if (answer.kind === "already_gone") {
    await readLink(ctx, { linkId, priority: "webhook", cause: "deletion", causeId: deletionId })
    return settleDeletion(ctx, { deletionId, linkId, state: "already_gone" })
  }
  await keepAccepted(ctx, deletionId, answer.kind === "accepted" ? answer.requestId : null)
}

/** Null where it was taken back, or is settled. From here on it cannot be taken back. */
function claim(ctx: Ctx, deletionId: string): Promise<string | null> {
  return record<string | null>(ctx, "deletions:carry-out", async (tx) => {
    const where = { environmentId: ctx.environment.id, id: deletionId, state: { in: ["requested", "sent"] } }
    const { count } = await tx.deletion.updateMany({ where, data: { state: "sent", attempts: { increment: 1 } } })
    if (count === 0) return { result: null }
    const row = await tx.deletion.findFirst({ where, select: { linkId: true } })
    return { result: row?.linkId ?? null }
  })
}

async function send(ctx: Ctx, linkId: string): Promise<DeletionOutcome | { kind: "refused"; error: BelvoError }> {
  try {
    const belvo = await openBelvo(ctx, "webhook")
    return await belvo.deleteLink({ id: linkId, mode: "async" })
  } catch (error) {
    if (!isBelvoError(error)) throw error
    return { kind: "refused", error }
  }
}

async function keepAccepted(ctx: Ctx, deletionId: string, belvoRequestId: string | null): Promise<void> {
  const acceptedAt = ctx.now()
  await record(ctx, "deletions:carry-out", async (tx) => {
    await tx.deletion.update({
      where: { environmentId_id: { environmentId: ctx.environment.id, id: deletionId } },
      data: { state: "accepted", acceptedAt, belvoRequestId },
    })
    for (const [attempt, seconds] of confirmDelaysSeconds.entries()) {
      const startAfter = new Date(acceptedAt.getTime() + seconds * 1_000)
      await enqueue(tx, confirmJob, { deletionId, attempt }, { startAfter })
    }
    return { result: null }
  })
}
