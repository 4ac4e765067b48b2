import { randomUUID } from "node:crypto"
import { holdMs } from "@/lib/batches/rules"
import type { Run } from "@/lib/batches/running/claiming/commands"
import { readFailure } from "@/lib/batches/running/rules"
import { isBelvoError } from "@/lib/belvo/errors"
import { record } from "@/lib/db"
import { openBelvo } from "@/lib/environments/commands"

/** Belvo gave no answer to a link: nothing leaves for a while, each time for longer, so that no further link is put at risk. */
export function holdBatch({ ctx, batchId }: Run): Promise<void> {
  return record(ctx, "batches:carry-out", async (tx) => {
    const key = { environmentId_id: { environmentId: ctx.environment.id, id: batchId } }
    const { silences } = await tx.batch.update({ where: key, data: { silences: { increment: 1 } } })
    const heldUntil = new Date(ctx.now().getTime() + holdMs(silences))
    await tx.batch.update({ where: key, data: { heldUntil } })
    return { result: undefined }
  })
}

/** Where it was held, Belvo is asked first whether it answers again. Throws the BelvoError where it does not. */
export async function mayGoOn(run: Run): Promise<boolean> {
  const { ctx, heldUntil, isRunning } = run
  if (!isRunning || heldUntil === null) return true
  if (heldUntil > ctx.now()) return false
  try {
    await probe(run)
    return true
  } catch (error) {
    if (!isBelvoError(error)) throw error
    const { kind } = readFailure(error)
    if (kind === "refused") return true
    if (kind === "unanswered") await holdBatch(run)
    throw error
  }
}

/** The same request for a link that nobody has: whatever comes of it, nothing changes at Belvo and nothing is billed. */
async function probe({ ctx, deed }: Run): Promise<void> {
  const belvo = await openBelvo(ctx, "sweep")
  const id = randomUUID()
  if (deed.kind === "refresh") await belvo.refreshLink({ id })
  else await belvo.changeAccessMode({ id, accessMode: deed.accessMode })
}
