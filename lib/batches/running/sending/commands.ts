import type { Run } from "@/lib/batches/running/claiming/commands"
import type { End } from "@/lib/batches/running/rules"
import type { BatchDeed } from "@/lib/batches/schema"
import { databaseNow } from "@/lib/db"
import { openBelvo } from "@/lib/environments/commands"
import { AppError } from "@/lib/errors"
import { applyLinks, readLink } from "@/lib/mirror/commands"
import { sendRefresh } from "@/lib/refreshes/sending/commands"

/** Asks Belvo once, and says what has come of it. Throws BelvoErrors. */
export function send(run: Run, linkId: string): Promise<End> {
  const { deed } = run
  return deed.kind === "refresh" ? refresh(run, linkId) : switchMode(run, linkId, deed)
}

async function refresh({ ctx, onBehalfOf }: Run, linkId: string): Promise<End> {
  const sending = { linkId, resources: null, requestedBy: onBehalfOf, priority: "sweep" } as const
  try {
    const answer = await sendRefresh(ctx, sending)
    if (answer.kind === "accepted") return ended("done", null, answer.requestId)
    if (answer.kind === "cooling_down") return ended("left_out", "cooling_down")
    if (answer.kind === "gone") return ended("left_out", "removed")
    return ended("failed", "token_required", answer.challenge.requestId)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "CONFLICT") throw error
    return error.key === "refresh.justRequested" ? ended("left_out", "cooling_down") : ended("failed", "unclear")
  }
}

type Switch = Extract<BatchDeed, { kind: "access_mode" }>

async function switchMode({ ctx, batchId }: Run, linkId: string, { accessMode }: Switch): Promise<End> {
  const belvo = await openBelvo(ctx, "sweep")
  const why = { cause: "access_mode", causeId: batchId } as const
  const observedAt = await databaseNow(ctx)
  const answer = await belvo.changeAccessMode({ id: linkId, accessMode })
  if (answer.kind === "token_required") return ended("failed", "token_required", answer.challenge.requestId)
  if (answer.kind === "not_found") {
    const reading = await readLink(ctx, { linkId, priority: "sweep", ...why })
    return reading.kind === "gone" ? ended("left_out", "removed") : ended("failed", "unclear", answer.requestId)
  }
  await applyLinks(ctx, { links: [answer.link], observedAt, ...why })
  return answer.link.accessMode === accessMode ? ended("done", null) : ended("failed", "not_changed")
}

const ended = (state: End["state"], reason: string | null, belvoRequestId: string | null = null): End => ({
  ...{ state, reason, belvoRequestId },
})
