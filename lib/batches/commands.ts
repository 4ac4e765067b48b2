import type { AuditEntry } from "@/lib/audit-chain"
import { freeze, judgeDraft } from "@/lib/batches/freezing/commands"
import { getDeed } from "@/lib/batches/queries"
import { mayMove, permissionFor, typedAbove } from "@/lib/batches/rules"
import { runBatchJob } from "@/lib/batches/running/jobs"
import {
  type BatchDeed,
  type BatchInput,
  type BatchState,
  batchStates,
  type ConfirmBatch,
  type CreateBatch,
  mostLinks,
} from "@/lib/batches/schema"
import type { Ctx, Member } from "@/lib/ctx"
import { type Tx, write } from "@/lib/db"
import { conflict, forbidden, invalid, notFound } from "@/lib/errors"
import { enqueue } from "@/lib/jobs/boss"
import { isNumberTyped } from "@/lib/links/selection/rules"
import { Prisma } from "@/prisma/generated/client"

const longest = { timeoutMs: 120_000 }

/** Freezes what is chosen, so that what is shown, confirmed and done is the same. Nothing leaves yet. */
export function createBatch(ctx: Ctx, { deed, selection }: CreateBatch): Promise<{ id: string }> {
  const member = memberOf(ctx, deed)
  const work = async (tx: Tx) => {
    const { id } = await tx.batch.create({
      data: {
        ...{ environmentId: ctx.environment.id, kind: deed.kind, state: "draft", source: selection.kind },
        ...{ createdBy: member.id, createdAt: ctx.now() },
        ...("accessMode" in deed ? { accessMode: deed.accessMode } : {}),
        ...("expectedCount" in selection ? { expected: selection.expectedCount } : {}),
      },
    })
    const links = await freeze(tx, ctx, { batchId: id, selection, most: mostLinks })
    if (selection.kind === "links" && links < new Set(selection.ids).size) throw notFound()
    if (links === 0) throw conflict("batch.nothingChosen")
    if (links > mostLinks) throw conflict("batch.tooMany", { count: links, most: mostLinks })
    await judgeDraft(tx, ctx, { batchId: id, deed })
    await tx.batch.update({ where: keyOf(ctx, id), data: { links } })
    return { result: { id }, audit: entry("batch.drafted", id, { ...deed, source: selection.kind, links }) }
  }
  return write(ctx, permissionFor(deed), work, longest)
}

/** From here on it is done, link by link. Of many links their number must have been typed. */
export async function confirmBatch(ctx: Ctx, { batchId, confirmation }: ConfirmBatch): Promise<void> {
  const deed = await getDeed(ctx, { batchId })
  const member = memberOf(ctx, deed)
  const work = async (tx: Tx) => {
    await lockBatch(tx, ctx, { batchId, to: "running", from: ({ state }) => state === "draft" })
    // A minute or an hour may have passed since the draft was made.
    await judgeDraft(tx, ctx, { batchId, deed })
    const links = await tx.batchItem.count({ where: { ...itemsOf(ctx, batchId), state: "draft" } })
    if (links === 0) throw conflict("batch.nothingLeft")
    if (links > typedAbove && !isNumberTyped(confirmation, links)) {
      throw invalid("batch.wrongNumber", { values: { count: links } })
    }
    await tx.batchItem.updateMany({ where: { ...itemsOf(ctx, batchId), state: "draft" }, data: { state: "waiting" } })
    const at = ctx.now()
    await setBatch(tx, ctx, batchId, { state: "running", confirmedBy: member.id, confirmedAt: at })
    await enqueue(tx, runBatchJob, { batchId }, { key: batchId })
    return { result: undefined, audit: entry("batch.confirmed", batchId, { ...deed, links }) }
  }
  return write(ctx, permissionFor(deed), work, longest)
}

/** What has left for Belvo is still settled; nothing more leaves until it is resumed. */
export function pauseBatch(ctx: Ctx, { batchId }: BatchInput): Promise<void> {
  return moving(ctx, { batchId, to: "paused", action: "batch.paused" }, async () => ({ change: {} }))
}

/** Also where it is held as Belvo gave no answer: Belvo is asked at once whether it does again. */
export function resumeBatch(ctx: Ctx, { batchId }: BatchInput): Promise<void> {
  const from = ({ state, isHeld }: Standing) => state === "paused" || (state === "running" && isHeld)
  return moving(ctx, { batchId, to: "running", from, action: "batch.resumed" }, async (tx, { isHeld }) => {
    await enqueue(tx, runBatchJob, { batchId }, { key: batchId })
    // Over by every clock: that of who asks and the worker's may differ.
    return { change: { problem: Prisma.DbNull, heldUntil: isHeld ? new Date(0) : null } }
  })
}

/** Takes back all that has not left. */
export function cancelBatch(ctx: Ctx, { batchId }: BatchInput): Promise<void> {
  return moving(ctx, { batchId, to: "cancelled", action: "batch.cancelled" }, async (tx) => {
    const where = { ...itemsOf(ctx, batchId), state: { in: ["draft", "waiting"] } }
    const { count } = await tx.batchItem.updateMany({ where, data: { state: "cancelled", settledAt: ctx.now() } })
    return { change: { endedAt: ctx.now() }, after: { links: count } }
  })
}

/** Asks again for what failed. What is unknown is left: it may have been done. */
export function retryBatch(ctx: Ctx, { batchId }: BatchInput): Promise<void> {
  const from = ({ state }: Standing) => state === "done"
  return moving(ctx, { batchId, to: "running", from, action: "batch.retried" }, async (tx) => {
    const { count } = await tx.batchItem.updateMany({
      where: { ...itemsOf(ctx, batchId), state: "failed" },
      data: { state: "waiting", reason: null, belvoRequestId: null, settledAt: null },
    })
    if (count === 0) throw conflict("batch.notFailed")
    await enqueue(tx, runBatchJob, { batchId }, { key: batchId })
    return { change: { endedAt: null }, after: { links: count } }
  })
}

type Standing = { state: BatchState; isHeld: boolean }
/** `from`: where it must stand; absent: wherever it may move there from. */
type Move = { batchId: string; to: BatchState; from?: (standing: Standing) => boolean; action: string }
type Moved = { change: Change; after?: { links: number } }
type Change = Prisma.BatchUpdateInput

async function moving(ctx: Ctx, { action, ...move }: Move, work: (tx: Tx, standing: Standing) => Promise<Moved>) {
  const deed = await getDeed(ctx, move)
  const member = memberOf(ctx, deed)
  return write(ctx, permissionFor(deed), async (tx) => {
    const { change, after } = await work(tx, await lockBatch(tx, ctx, move))
    await setBatch(tx, ctx, move.batchId, { ...change, state: move.to, movedBy: member.id, movedAt: ctx.now() })
    return { result: undefined, audit: entry(action, move.batchId, after ?? {}) }
  })
}

/** Nobody else moves it until the transaction ends. Throws NOT_FOUND, and CONFLICT where it does not move that way. */
async function lockBatch(tx: Tx, ctx: Ctx, { batchId, to, from }: Omit<Move, "action">): Promise<Standing> {
  const [row] = await tx.$queryRaw<{ state: string; isHeld: boolean }[]>`
    SELECT state, held_until IS NOT NULL AS "isHeld" FROM batch
    WHERE environment_id = ${ctx.environment.id} AND id = ${batchId}::uuid FOR UPDATE`
  const state = batchStates.find((one) => one === row?.state)
  if (!row || !state) throw notFound()
  const standing = { state, isHeld: row.isHeld }
  if (!(from ? from(standing) : mayMove(state, to))) throw conflict("batch.movedOn")
  return standing
}

/** Batches are asked for by people. */
function memberOf({ actor }: Ctx, deed: BatchDeed): Member {
  if (actor.kind !== "member") throw forbidden(permissionFor(deed))
  return actor
}

const setBatch = (tx: Tx, ctx: Ctx, batchId: string, data: Change) =>
  tx.batch.update({ where: keyOf(ctx, batchId), data })

const keyOf = ({ environment }: Ctx, id: string) => ({ environmentId_id: { environmentId: environment.id, id } })

const itemsOf = ({ environment }: Ctx, batchId: string) => ({ environmentId: environment.id, batchId })

const entry = (action: string, entityId: string, after: NonNullable<AuditEntry["after"]>): AuditEntry => ({
  ...{ action, entity: "batch", entityId, after },
})
