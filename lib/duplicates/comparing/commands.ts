import { randomUUID } from "node:crypto"
import type { Ctx } from "@/lib/ctx"
import { write } from "@/lib/db"
import { findCandidates } from "@/lib/duplicates/comparing/queries"
import { compareJob } from "@/lib/duplicates/comparing/running/jobs"
import { type ComparedLink, comparedAtOnce, type RequestComparison } from "@/lib/duplicates/comparing/schema"
import { conflict, forbidden } from "@/lib/errors"
import { enqueue } from "@/lib/jobs/boss"
import { hourMs } from "@/lib/time"

/** A job reads the accounts of these links, as they are now. Throws CONFLICT where one is under way, or there is nothing to compare. */
export function requestComparison(ctx: Ctx, input: RequestComparison): Promise<{ id: string; links: number }> {
  const { actor, environment } = ctx
  if (actor.kind !== "member") throw forbidden("duplicates:resolve")
  return write(ctx, "duplicates:resolve", async (tx) => {
    const where = { environmentId: environment.id, state: { in: ["queued", "running"] } }
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`comparison ${environment.id}`}, 0))::text`
    const longAgo = new Date(ctx.now().getTime() - hourMs)
    await tx.duplicateComparison.updateMany({
      where: { ...where, requestedAt: { lt: longAgo } },
      data: { state: "failed", finishedAt: ctx.now() },
    })
    if (await tx.duplicateComparison.findFirst({ where })) throw conflict("comparisonUnderWay")
    const ids = (await findCandidates(tx, ctx, input)).slice(0, comparedAtOnce)
    if (ids.length < 2) throw conflict("nothingToCompare")
    const links = ids.map((linkId): ComparedLink => ({ linkId, outcome: "waiting", prints: [], code: null }))
    const id = randomUUID()
    const asked = { institution: input.institution, requestedBy: actor.id, requestedAt: ctx.now() }
    await tx.duplicateComparison.create({
      data: { environmentId: environment.id, id, ...asked, state: "queued", links },
    })
    await enqueue(tx, compareJob, { comparisonId: id })
    return {
      result: { id, links: ids.length },
      audit: {
        ...{ action: "duplicates.compared", entity: "comparison", entityId: id },
        after: { institution: input.institution, links: ids.length },
      },
    }
  })
}
