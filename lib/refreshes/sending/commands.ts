import type { AuditEntry } from "@/lib/audit-chain"
import type { Challenge } from "@/lib/belvo/challenge"
import { isBelvoError } from "@/lib/belvo/errors"
import { BudgetBusy, type BudgetPriority } from "@/lib/budget"
import type { Ctx } from "@/lib/ctx"
import { databaseNow, record, type Tx, write } from "@/lib/db"
import { openBelvo } from "@/lib/environments/commands"
import { conflict, notFound } from "@/lib/errors"
import { readLink } from "@/lib/mirror/commands"
import { coolsDownAt } from "@/lib/refreshes/rules"
import type { RefreshOutcome } from "@/lib/refreshes/schema"

export type RefreshAnswer =
  | { kind: "accepted"; coolsDownAt: string; requestId: string }
  | { kind: "cooling_down"; coolsDownAt: string }
  /** The institution wants a code first: the challenge is for the customer on the line. */
  | { kind: "token_required"; challenge: Challenge }
  | { kind: "gone" }

export type Sending = {
  linkId: string
  /** Null: all that the institution has. */
  resources: readonly string[] | null
  requestedBy: string
  priority: BudgetPriority
}

/**
 * Asks Belvo to read the institution anew, on behalf of a member. The request is kept before it is sent, so that two at once send one.
 * Of people every step is audited; a machine's evidence is what it works on. Throws NOT_FOUND,
 * CONFLICT where another is on its way, and BelvoErrors.
 */
export async function sendRefresh(ctx: Ctx, sending: Sending): Promise<RefreshAnswer> {
  const begun = await begin(ctx, sending)
  // What it fetches by itself is awaited where nothing is named.
  const resources = sending.resources ?? begun.fetchResources
  // Webhooks are stamped by the database's clock: by another, what has arrived could seem older than what was asked for.
  const askedAt = await databaseNow(ctx)
  const answer = await send(ctx, sending, begun)
  switch (answer.kind) {
    case "accepted": {
      const { requestId } = answer
      const until = await finish(ctx, begun, { outcome: "accepted", requestId, asked: { resources, at: askedAt } })
      return { kind: "accepted", coolsDownAt: until, requestId }
    }
    case "cooling_down":
      return { kind: "cooling_down", coolsDownAt: await finish(ctx, begun, { ...answer, outcome: "cooling_down" }) }
    case "token_required":
      await finish(ctx, begun, { outcome: "token_required", requestId: answer.challenge.requestId })
      return answer
    case "not_found":
      await finish(ctx, begun, { outcome: "gone", requestId: answer.requestId })
      return lookAgain(ctx, begun, sending.priority)
  }
}

async function send(ctx: Ctx, { linkId, resources, priority }: Sending, begun: Begun) {
  try {
    const belvo = await openBelvo(ctx, priority)
    return await belvo.refreshLink({ id: linkId, ...(resources ? { fetchResources: resources } : {}) })
  } catch (error) {
    // Nothing was sent, or nothing came of it: the refresh does not count, and the link does not cool down.
    const isUnsent = error instanceof BudgetBusy || (ctx.signal?.aborted === true && error === ctx.signal.reason)
    if (!isBelvoError(error) && !isUnsent) throw error
    await finish(ctx, begun, { outcome: "failed", requestId: isBelvoError(error) ? error.requestId : null })
    throw error
  }
}

type Begun = { id: string; linkId: string; fetchResources: readonly string[] }

function begin(ctx: Ctx, { linkId, resources, requestedBy }: Sending): Promise<Begun> {
  const environmentId = ctx.environment.id
  const of = { environmentId, linkId }
  return keep(ctx, async (tx) => {
    const key = { environmentId_id: { environmentId, id: linkId } }
    const link = await tx.link.findUnique({ where: key, select: { fetchResources: true } })
    if (!link) throw notFound()
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`refresh ${of.environmentId} ${linkId}`}, 0))::text`
    const cooling = await tx.refreshRequest.findFirst({ where: { ...of, coolsDownAt: { gt: ctx.now() } } })
    if (cooling) throw conflict("refresh.justRequested")
    const until = coolsDownAt("requested", ctx.now())
    const { id } = await tx.refreshRequest.create({
      data: { ...of, requestedBy, at: ctx.now(), outcome: "requested", coolsDownAt: until },
    })
    const after = { refreshId: id, resources }
    return {
      result: { id, linkId, ...link },
      audit: { action: "refresh.requested", entity: "link", entityId: linkId, after },
    }
  })
}

/** The mirror learns that the link is gone, or that Belvo contradicts itself. */
async function lookAgain(ctx: Ctx, { id, linkId }: Begun, priority: BudgetPriority): Promise<RefreshAnswer> {
  const reading = await readLink(ctx, { linkId, priority, cause: "refresh", causeId: id })
  if (reading.kind === "found") throw conflict("refresh.contradicted")
  return { kind: "gone" }
}

type Asked = { resources: readonly string[]; at: Date }
type Finished = { outcome: RefreshOutcome; requestId: string | null; minutes?: number; asked?: Asked }

/** Answers until when the link cools down. */
function finish(ctx: Ctx, { id, linkId }: Begun, finished: Finished): Promise<string> {
  const { outcome, requestId, minutes, asked } = finished
  const until = coolsDownAt(outcome, ctx.now(), minutes)
  return keep(ctx, async (tx) => {
    await tx.refreshRequest.update({
      where: { environmentId_id: { environmentId: ctx.environment.id, id } },
      data: { outcome, coolsDownAt: until, belvoRequestId: requestId },
    })
    if (asked) await markRequested(tx, ctx, { linkId, ...asked })
    const after = { refreshId: id, outcome, belvoRequestId: requestId }
    return {
      result: until.toISOString(),
      audit: { action: "refresh.answered", entity: "link", entityId: linkId, after },
    }
  })
}

type Kept<T> = { result: T; audit: AuditEntry }

function keep<T>(ctx: Ctx, work: (tx: Tx) => Promise<Kept<T>>): Promise<T> {
  if (ctx.actor.kind === "member") return write(ctx, "links:refresh", work)
  return record(ctx, "links:refresh", async (tx) => ({ result: (await work(tx)).result }))
}

async function markRequested(tx: Tx, ctx: Ctx, { linkId, resources, at }: Asked & { linkId: string }): Promise<void> {
  for (const resource of resources) {
    const key = { environmentId: ctx.environment.id, linkId, resource }
    await tx.linkResource.upsert({
      where: { environmentId_linkId_resource: key },
      create: { ...key, requestedAt: at },
      update: { requestedAt: at },
    })
  }
}
