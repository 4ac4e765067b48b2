import type { Ctx } from "@/lib/ctx"
import { type Tx, write } from "@/lib/db"
import { freeze } from "@/lib/deletions/requests/freezing/commands"
import { entry, keyOf, lockRequest, memberOf, moveRequest } from "@/lib/deletions/requests/moving/commands"
import {
  type ConfirmRequest,
  type CreateDraft,
  mostLinks,
  type RequestInput,
  type Selection,
} from "@/lib/deletions/requests/schema"
import { confirmationOf, heldUntil, needsApproval } from "@/lib/deletions/rules"
import { runRequestJob } from "@/lib/deletions/running/jobs"
import { conflict, invalid, notFound } from "@/lib/errors"
import { enqueue } from "@/lib/jobs/boss"
import { isNumberTyped } from "@/lib/links/selection/rules"
import { Prisma } from "@/prisma/generated/client"

const longest = { timeoutMs: 120_000 }

/** Freezes what is chosen, so that what is shown, typed, approved and deleted is the same. Nothing leaves yet. */
export async function createDraft(ctx: Ctx, { selection }: CreateDraft): Promise<{ id: string }> {
  const member = memberOf(ctx, "deletions:request")
  const at = ctx.now()
  return write(
    ctx,
    "deletions:request",
    async (tx) => {
      const { id } = await tx.deletionRequest.create({
        data: {
          ...{ environmentId: ctx.environment.id, state: "draft", source: selection.kind, createdAt: at },
          ...{ createdBy: member.id, participants: [member.id, ...(await makersOf(tx, ctx, selection))] },
          ...("planId" in selection ? { sourceId: selection.planId } : {}),
          ...("expectedCount" in selection ? { expected: selection.expectedCount } : {}),
        },
      })
      const links = await freeze(tx, ctx, { requestId: id, selection, at, most: mostLinks })
      if (links === 0) throw conflict("deletion.nothingChosen")
      if (links > mostLinks) throw conflict("deletion.tooMany", { count: links, most: mostLinks })
      await tx.deletionRequest.update({ where: keyOf(ctx, id), data: { links } })
      return { result: { id }, audit: entry("deletion.drafted", id, { source: selection.kind, links }) }
    },
    longest,
  )
}

/** Whose number, or whose one link's name, has been typed goes to a second member, or is held at once. */
export function confirmRequest(ctx: Ctx, { requestId, confirmation, reason }: ConfirmRequest): Promise<void> {
  const member = memberOf(ctx, "deletions:request")
  return write(
    ctx,
    "deletions:request",
    async (tx) => {
      await enterDeletions(tx, ctx)
      const { state } = await lockRequest(tx, ctx, requestId)
      if (state !== "draft") throw conflict("deletion.notDraft")
      await holdPlan(tx, ctx, requestId)
      await checkTyped(tx, ctx, requestId, confirmation)
      const at = ctx.now()
      const links = await takeDrafts(tx, ctx, requestId)
      if (links === 0) throw conflict("deletion.underWay")
      const rules = await tx.environment.findUniqueOrThrow({
        where: { id: ctx.environment.id },
        select: { deletionHoldHours: true, deletionThreshold: true },
      })
      const asks = needsApproval(links, rules.deletionThreshold)
      const holdHours = rules.deletionHoldHours
      await moveRequest(tx, ctx, {
        ...{ requestId, from: ["draft"], to: asks ? "awaiting_approval" : "held", conflictKey: "deletion.notDraft" },
        data: {
          ...{ reason, requestedBy: member.id, requestedAt: at, links, holdHours, needsApproval: asks },
          ...(asks ? {} : { heldUntil: heldUntil(at, holdHours) }),
          participants: { push: member.id },
        },
      })
      if (!asks && holdHours === 0) await enqueue(tx, runRequestJob, { requestId }, { key: requestId })
      return {
        result: undefined,
        audit: entry("deletion.requested", requestId, { links, reason, holdHours, needsApproval: asks }),
      }
    },
    longest,
  )
}

/** Sends what has failed again, at once: it was confirmed when it was asked for, and is judged anew. */
export function retryRequest(ctx: Ctx, { requestId }: RequestInput): Promise<{ retried: number }> {
  return retryFailed(ctx, { requestId, linkIds: null })
}

type Retry = { requestId: string; linkIds: readonly string[] | null }

export function retryFailed(ctx: Ctx, { requestId, linkIds }: Retry): Promise<{ retried: number }> {
  const member = memberOf(ctx, "deletions:request")
  return write(ctx, "deletions:request", async (tx) => {
    await enterDeletions(tx, ctx)
    const { state } = await lockRequest(tx, ctx, requestId)
    if (state !== "done" && state !== "running") throw conflict("deletion.notFailed")
    const retried = await tx.$executeRaw`
      UPDATE deletion d SET state = 'requested', settled_at = NULL, failure = NULL, attempts = 0, looks = 0, next_look_at = NULL, accepted_at = NULL
      WHERE ${ofRequest(ctx, requestId)} AND d.state = 'failed' AND (${linkIds}::uuid[] IS NULL OR d.link_id = ANY (${linkIds}::uuid[]))
        AND NOT EXISTS (${underWayElsewhere(ctx)})`
    if (retried === 0) throw conflict("deletion.notFailed")
    const data = { state: "running", endedAt: null, certificate: null, sha256: null, participants: { push: member.id } }
    await tx.deletionRequest.update({ where: keyOf(ctx, requestId), data })
    await enqueue(tx, runRequestJob, { requestId }, { key: requestId })
    return { result: { retried }, audit: entry("deletion.retried", requestId, { links: retried }) }
  })
}

/** Who made or decided a plan has chosen its links, too. */
async function makersOf(tx: Tx, ctx: Ctx, selection: Selection): Promise<string[]> {
  if (selection.kind !== "plan") return []
  const { planId } = selection
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT maker::text AS id FROM duplicate_plan p, unnest(ARRAY[p.created_by, p.reviewed_by, p.applied_by]) AS maker
    WHERE p.environment_id = ${ctx.environment.id} AND p.id = ${planId}::uuid AND maker IS NOT NULL
    UNION SELECT decided_by::text FROM duplicate_plan_group WHERE environment_id = ${ctx.environment.id} AND plan_id = ${planId}::uuid`
  return rows.map(({ id }) => id)
}

const ofRequest = (ctx: Ctx, requestId: string): Prisma.Sql =>
  Prisma.sql`d.environment_id = ${ctx.environment.id} AND d.request_id = ${requestId}::uuid`

const underWayElsewhere = (ctx: Ctx): Prisma.Sql => Prisma.sql`SELECT FROM deletion o
  WHERE o.environment_id = ${ctx.environment.id} AND o.link_id = d.link_id AND o.state IN ('requested', 'sent', 'accepted')`

/** One at a time an environment, so that a link that two requests hold is taken by one of them. */
async function enterDeletions(tx: Tx, ctx: Ctx): Promise<void> {
  const lock = `deletions ${ctx.environment.id}`
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${lock}, 0))::text`
}

/** A plan whose links are asked for cannot be cancelled meanwhile. Throws CONFLICT where it is not, or no longer, applied. */
async function holdPlan(tx: Tx, ctx: Ctx, requestId: string): Promise<void> {
  const { source, sourceId } = await tx.deletionRequest.findUniqueOrThrow({
    where: keyOf(ctx, requestId),
    select: { source: true, sourceId: true },
  })
  if (source !== "plan") return
  const [plan] = await tx.$queryRaw<{ state: string }[]>`
    SELECT state FROM duplicate_plan WHERE environment_id = ${ctx.environment.id} AND id = ${sourceId}::uuid FOR SHARE`
  if (plan?.state !== "applied") throw conflict("plan.movedOn")
}

async function checkTyped(tx: Tx, ctx: Ctx, requestId: string, typed: string): Promise<void> {
  const where = { environmentId: ctx.environment.id, requestId, state: "draft" }
  const links = await tx.deletion.count({ where })
  if (links === 0) throw conflict("deletion.nothingChosen")
  const only = links === 1 ? await tx.deletion.findFirst({ where, select: { linkId: true } }) : null
  if (!only) {
    if (!isNumberTyped(typed, links)) throw invalid("deletion.wrongNumber", { values: { count: links } })
    return
  }
  const link = await tx.link.findUnique({
    where: keyOf(ctx, only.linkId),
    select: { id: true, externalId: true },
  })
  if (!link) throw notFound()
  if (typed !== confirmationOf(link)) throw invalid("deletion.wrongConfirmation")
}

/** Answers how many will be deleted; what another request has taken meanwhile is skipped. */
async function takeDrafts(tx: Tx, ctx: Ctx, requestId: string): Promise<number> {
  await tx.$executeRaw`
    UPDATE deletion d SET state = 'skipped', skipped = 'under_way', settled_at = ${ctx.now()}::timestamptz
    WHERE ${ofRequest(ctx, requestId)} AND d.state = 'draft' AND EXISTS (${underWayElsewhere(ctx)})`
  return tx.$executeRaw`UPDATE deletion d SET state = 'requested' WHERE ${ofRequest(ctx, requestId)} AND d.state = 'draft'`
}
