import type { Challenge } from "@/lib/belvo/challenge"
import { type BelvoError, isBelvoError, retold } from "@/lib/belvo/errors"
import { BudgetBusy } from "@/lib/budget"
import type { Ctx } from "@/lib/ctx"
import { databaseNow, read, type Tx, write } from "@/lib/db"
import { openBelvo } from "@/lib/environments/commands"
import { conflict, forbidden } from "@/lib/errors"
import { getLink } from "@/lib/links/queries"
import { readLink } from "@/lib/mirror/commands"
import { getRefreshState } from "@/lib/refreshes/queries"
import { coolsDownAt, refusalKey } from "@/lib/refreshes/rules"
import type { RefreshOutcome, RequestRefresh } from "@/lib/refreshes/schema"

export type RefreshAnswer =
  | { kind: "accepted"; coolsDownAt: string; requestId: string }
  | { kind: "cooling_down"; coolsDownAt: string }
  /** The institution wants a code first: the challenge is for the customer on the line. */
  | { kind: "token_required"; challenge: Challenge }
  | { kind: "gone" }

/** Asks Belvo to read the institution anew. The request is kept before it is sent, so that two at once send one. */
export async function requestRefresh(ctx: Ctx, input: RequestRefresh): Promise<RefreshAnswer> {
  const { link, cooling } = await look(ctx, input)
  if (link.removedAt) throw conflict("linkRemoved")
  if (cooling) return { kind: "cooling_down", coolsDownAt: cooling }
  const begun = await begin(ctx, input)
  const resources = input.resources ?? link.fetchResources
  // Webhooks are stamped by the database's clock: by another, what has arrived could seem older than what was asked for.
  const askedAt = await databaseNow(ctx)
  const answer = await send(ctx, { ...input, begun })
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
      return lookAgain(ctx, begun)
  }
}

async function send(ctx: Ctx, { linkId, resources, begun }: RequestRefresh & { begun: Begun }) {
  try {
    const belvo = await openBelvo(ctx, "member")
    return await belvo.refreshLink({ id: linkId, ...(resources ? { fetchResources: resources } : {}) })
  } catch (error) {
    // Nothing was sent: the refresh does not count, and the link does not cool down.
    if (!isBelvoError(error) && !(error instanceof BudgetBusy)) throw error
    await finish(ctx, begun, { outcome: "failed", requestId: isBelvoError(error) ? error.requestId : null })
    throw isBelvoError(error) ? toRefusal(error) : error
  }
}

const look = (ctx: Ctx, { linkId }: RequestRefresh) =>
  read(ctx, "links:refresh", async () => {
    const { link } = await getLink(ctx, linkId)
    const { coolsDownAt: cooling } = await getRefreshState(ctx, { linkId })
    return { link, cooling }
  })

type Begun = { id: string; linkId: string }

async function begin(ctx: Ctx, { linkId, resources }: RequestRefresh): Promise<Begun> {
  const { actor } = ctx
  if (actor.kind !== "member") throw forbidden("links:refresh")
  const of = { environmentId: ctx.environment.id, linkId }
  return write(ctx, "links:refresh", async (tx) => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`refresh ${of.environmentId} ${linkId}`}, 0))::text`
    const cooling = await tx.refreshRequest.findFirst({ where: { ...of, coolsDownAt: { gt: ctx.now() } } })
    if (cooling) throw conflict("refresh.justRequested")
    const until = coolsDownAt("requested", ctx.now())
    const { id } = await tx.refreshRequest.create({
      data: { ...of, requestedBy: actor.id, at: ctx.now(), outcome: "requested", coolsDownAt: until },
    })
    const after = { refreshId: id, resources: resources ?? null }
    return { result: { id, linkId }, audit: { action: "refresh.requested", entity: "link", entityId: linkId, after } }
  })
}

/** The mirror learns that the link is gone, or that Belvo contradicts itself. */
async function lookAgain(ctx: Ctx, { id, linkId }: Begun): Promise<RefreshAnswer> {
  const reading = await readLink(ctx, { linkId, priority: "member", cause: "refresh", causeId: id })
  if (reading.kind === "found") throw conflict("refresh.contradicted")
  return { kind: "gone" }
}

type Asked = { resources: readonly string[]; at: Date }
type Finished = { outcome: RefreshOutcome; requestId: string | null; minutes?: number; asked?: Asked }

/** Answers until when the link cools down. */
function finish(ctx: Ctx, { id, linkId }: Begun, finished: Finished): Promise<string> {
  const { outcome, requestId, minutes, asked } = finished
  const until = coolsDownAt(outcome, ctx.now(), minutes)
  return write(ctx, "links:refresh", async (tx) => {
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

/** What people meet every day has its own sentence; the rest is told in Belvo's words. */
const toRefusal = (error: BelvoError) => retold(error, error.kind === "api" ? refusalKey(error.belvoCode) : null)
