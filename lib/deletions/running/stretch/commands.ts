import { type BelvoError, isBelvoError, isPassing } from "@/lib/belvo/errors"
import type { DeletionOutcome } from "@/lib/belvo/links"
import { read } from "@/lib/db"
import { type Facts, partition } from "@/lib/deletions/judging/rules"
import { keyOf } from "@/lib/deletions/requests/moving/commands"
import { nextLook } from "@/lib/deletions/rules"
import { settleSeen } from "@/lib/deletions/running/looking/commands"
import { readThrough } from "@/lib/deletions/running/reading/commands"
import { mostAttempts, priorityOf, type Run, stretchSize } from "@/lib/deletions/running/rules"
import { held, settle } from "@/lib/deletions/running/settling/commands"
import { openBelvo } from "@/lib/environments/commands"
import { isAdopted } from "@/lib/orphans/queries"
import { Prisma } from "@/prisma/generated/client"

/** Reads the next links again, leaves alone what has changed, and asks Belvo to delete the rest. False where none is left. */
export async function deleteStretch(run: Run): Promise<boolean> {
  const { ctx } = run
  const next = await listNext(run)
  if (next.length === 0) return false
  const linkIds = new Set(next.flatMap(({ linkId, survivorId }) => (survivorId ? [linkId, survivorId] : [linkId])))
  const readAt = ctx.now()
  const unclear = await readThrough(run, [...linkIds])
  const clear = next.filter(
    ({ linkId, survivorId }) => !unclear.has(linkId) && !(survivorId && unclear.has(survivorId)),
  )
  const doubtful = next.filter((one) => !clear.includes(one))
  await held(run, (tx) =>
    settle(
      tx,
      ctx,
      doubtful.filter((one) => !one.isSent).map(({ id }) => id),
      { state: "failed", failure: { code: "unclear", requestId: null } },
    ),
  )
  for (const { id, isSent } of doubtful) if (isSent) await keepAccepted(run, id, null)
  await settleSeen(run, { ids: clear.map(({ id }) => id) })
  const { deletable, skipped } = partition(await judgeable(run, clear))
  const sent = new Set(clear.filter(({ isSent }) => isSent).map(({ id }) => id))
  await held(run, async (tx) => {
    const left = skipped.filter(({ item }) => !sent.has(item.id))
    for (const { item, reason } of left) await settle(tx, ctx, [item.id], { state: "skipped", skipped: reason })
  })
  for (const { item } of skipped) if (sent.has(item.id)) await keepAccepted(run, item.id, null)
  for (const [at, { id, linkId }] of deletable.entries()) {
    ctx.signal?.throwIfAborted()
    // What waited so long for the budget is read again first.
    if (at > 0 && ctx.now().getTime() - readAt.getTime() > freshForMs) break
    await deleteOne(run, { id, linkId })
  }
  return true
}

const freshForMs = 60_000

/** `isSent`: a worker that died has asked Belvo already, so that it can only be looked after. */
type Item = { id: string; linkId: string; survivorId: string | null; isSent: boolean }

/** Those that were tried least come first, so that one that always fails holds up no other. */
function listNext({ ctx, requestId }: Run): Promise<Item[]> {
  return read(
    ctx,
    "deletions:carry-out",
    (db) => db.$queryRaw<Item[]>`
    SELECT id::text, link_id::text AS "linkId", survivor_id::text AS "survivorId", state = 'sent' AS "isSent" FROM deletion
    WHERE environment_id = ${ctx.environment.id} AND request_id = ${requestId}::uuid AND state IN ('requested', 'sent')
    ORDER BY attempts, link_id LIMIT ${stretchSize}`,
  )
}

type Judgeable = { id: string; linkId: string; facts: Facts }

/** By the mirror, into which they have just been read. What has gone from it is settled already. */
async function judgeable({ ctx, requestId }: Run, items: readonly Item[]): Promise<Judgeable[]> {
  const environmentId = ctx.environment.id
  const rows = await read(
    ctx,
    "deletions:carry-out",
    (db) => db.$queryRaw<JudgedRow[]>`
    SELECT d.id::text, d.link_id::text AS "linkId", d.status AS "statusThen", l.status AS "statusNow", (r.source IN ('plan', 'orphans') OR NOT d.in_directory) AS "mustBeUnused",
      EXISTS (SELECT FROM link_event e WHERE e.environment_id = ${environmentId} AND e.link_id = d.link_id AND e.kind = 'external_id' AND e.at > d.observed_at) AS "externalIdChanged",
      (EXISTS (SELECT FROM directory_entry e WHERE e.environment_id = ${environmentId} AND e.link_id = d.link_id AND e.removed_by IS NULL)
        OR ${isAdopted(environmentId, Prisma.sql`d.link_id`)}) AS "directoryUses",
      d.survivor_id IS NOT NULL AS "hasSurvivor", s.id IS NOT NULL AND s.removed_at IS NULL AS "survivorPresent", coalesce(s.status, '') AS "survivorStatus",
      EXISTS (SELECT FROM deletion o WHERE o.environment_id = ${environmentId} AND o.link_id = d.survivor_id AND o.state IN ('requested', 'sent', 'accepted')) AS "survivorLeaving"
    FROM deletion d
    JOIN deletion_request r ON r.environment_id = d.environment_id AND r.id = d.request_id
    JOIN link l ON l.environment_id = d.environment_id AND l.id = d.link_id
    LEFT JOIN link s ON s.environment_id = d.environment_id AND s.id = d.survivor_id
    WHERE d.environment_id = ${environmentId} AND d.request_id = ${requestId}::uuid AND l.removed_at IS NULL
      AND d.state IN ('requested', 'sent') AND ${idIn(items)}
    ORDER BY d.attempts, d.link_id`,
  )
  return rows.map(({ id, linkId, hasSurvivor, survivorPresent, survivorStatus, survivorLeaving, ...facts }) => {
    const survivor = { present: survivorPresent, status: survivorStatus, leaving: survivorLeaving }
    return { id, linkId, facts: { ...facts, survivor: hasSurvivor ? survivor : null } }
  })
}

type JudgedRow = Omit<Facts, "survivor"> & {
  id: string
  linkId: string
  hasSurvivor: boolean
  survivorPresent: boolean
  survivorStatus: string
  survivorLeaving: boolean
}

const idIn = (items: readonly Item[]): Prisma.Sql => Prisma.sql`d.id = ANY (${items.map(({ id }) => id)}::uuid[])`

/** Asking twice is harmless, so what a dead worker has sent is sent again. */
async function deleteOne(run: Run, { id, linkId }: { id: string; linkId: string }): Promise<void> {
  const { ctx } = run
  const attempts = await claimOne(run, id)
  if (attempts === null) return
  const answer = await send(run, linkId)
  if (answer.kind === "refused") {
    const { error } = answer
    if (isPassing(error) && attempts < mostAttempts) throw error
    const failure = { code: error.belvoCode, requestId: error.requestId }
    return held(run, (tx) => settle(tx, ctx, [id], { state: "failed", failure }))
  }
  if (answer.kind === "already_gone") {
    await readThrough(run, [linkId])
    if (await settleSeen(run, { ids: [id], refused: true })) return
  }
  const belvoRequestId = answer.kind === "accepted" ? answer.requestId : null
  await keepAccepted(run, id, belvoRequestId)
}

/** From here on it cannot be taken back. Null where it was. */
function claimOne(run: Run, id: string): Promise<number | null> {
  const { ctx } = run
  return held(run, async (tx) => {
    const { count } = await tx.deletion.updateMany({
      where: { environmentId: ctx.environment.id, id, state: { in: ["requested", "sent"] } },
      data: { state: "sent", attempts: { increment: 1 } },
    })
    if (count === 0) return null
    return (await tx.deletion.findUniqueOrThrow({ where: keyOf(ctx, id), select: { attempts: true } })).attempts
  })
}

async function send(run: Run, linkId: string): Promise<DeletionOutcome | { kind: "refused"; error: BelvoError }> {
  try {
    const belvo = await openBelvo(run.ctx, priorityOf(run))
    return await belvo.deleteLink({ id: linkId, mode: "async" })
  } catch (error) {
    if (!isBelvoError(error)) throw error
    return { kind: "refused", error }
  }
}

function keepAccepted(run: Run, id: string, belvoRequestId: string | null): Promise<void> {
  const { ctx, links, requestId } = run
  const acceptedAt = ctx.now()
  const look = nextLook(acceptedAt, 0, links)
  return held(run, async (tx) => {
    await tx.deletion.updateMany({
      where: { environmentId: ctx.environment.id, id, state: "sent" },
      data: { state: "accepted", acceptedAt, belvoRequestId, nextLookAt: look.kind === "later" ? look.at : acceptedAt },
    })
    await tx.deletionRequest.updateMany({
      where: { environmentId: ctx.environment.id, id: requestId, NOT: { problem: { equals: Prisma.AnyNull } } },
      data: { problem: Prisma.DbNull },
    })
  })
}
