import { randomUUID } from "node:crypto"
import { held, type Run } from "@/lib/batches/running/claiming/commands"
import { mostUnread, readFailure } from "@/lib/batches/running/rules"
import { type BelvoError, isBelvoError } from "@/lib/belvo/errors"
import { record } from "@/lib/db"
import { openBelvo } from "@/lib/environments/commands"
import { Prisma } from "@/prisma/generated/client"

/** Belvo gave no answer to a link: nothing leaves for a while, each time for longer, so that no further link is put at risk. */
export function holdBatch({ ctx, batchId }: Run): Promise<void> {
  return record(ctx, "batches:carry-out", async (tx) => {
    await tx.$executeRaw`
      UPDATE batch SET silences = silences + 1, held_until = ${ctx.now()}::timestamptz + make_interval(secs =>
        least(${hold.firstSeconds}::double precision * 2 ^ least(silences, 20), ${hold.longestSeconds}::double precision))
      WHERE environment_id = ${ctx.environment.id} AND id = ${batchId}::uuid`
    return { result: undefined }
  })
}

const hold = { firstSeconds: 30, longestSeconds: 30 * 60 } as const

/** Belvo has answered about a link, but nobody can read what. Where that is no accident the batch waits for somebody. Throws the error then. */
export async function pauseUnread({ ctx, batchId }: Run, error: BelvoError): Promise<void> {
  const where = { environmentId_id: { environmentId: ctx.environment.id, id: batchId } }
  const isPaused = await record<boolean>(ctx, "batches:carry-out", async (tx) => {
    const { state, silences } = await tx.batch.update({ where, data: { silences: { increment: 1 } } })
    if (state !== "running" || silences < mostUnread) return { result: false }
    await tx.batch.update({ where, data: { state: "paused", movedBy: null, movedAt: ctx.now() } })
    const after = { because: "unread" }
    return { result: true, audit: { action: "batch.paused", entity: "batch", entityId: batchId, after } }
  })
  if (isPaused) throw error
}

/** Where it was held, Belvo is asked first whether it answers again. Throws the BelvoError where it does not. */
export async function mayGoOn(run: Run): Promise<boolean> {
  const { ctx, heldUntil, isRunning } = run
  if (!isRunning || heldUntil === null) return true
  if (heldUntil > ctx.now()) return false
  const silence = await probe(run)
  if (silence !== null) throw silence
  // It goes on. How long the next hold is depends on links, which may be silent where a probe is not.
  await held(run, (tx) =>
    tx.batch.update({
      where: { environmentId_id: { environmentId: ctx.environment.id, id: run.batchId } },
      data: { heldUntil: null, problem: Prisma.DbNull },
    }),
  )
  return true
}

/** Null where Belvo answers, whatever it says. */
async function probe(run: Run): Promise<BelvoError | null> {
  try {
    await ask(run)
    return null
  } catch (error) {
    if (!isBelvoError(error)) throw error
    const { kind } = readFailure(error)
    if (kind === "unanswered") await holdBatch(run)
    return kind === "refused" || kind === "unread" ? null : error
  }
}

/** The same request for a link that nobody has: whatever comes of it, nothing changes at Belvo and nothing is billed. */
async function ask({ ctx, deed }: Run): Promise<void> {
  const belvo = await openBelvo(ctx, "sweep")
  const id = randomUUID()
  if (deed.kind === "refresh") await belvo.refreshLink({ id })
  else await belvo.changeAccessMode({ id, accessMode: deed.accessMode })
}
