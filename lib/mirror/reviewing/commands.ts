import type { Ctx } from "@/lib/ctx"
import { databaseNow, record, type Tx } from "@/lib/db"
import { foldCounts, renewFindings } from "@/lib/external-ids/commands"
import { rulesVersion } from "@/lib/external-ids/rules"
import { enterMirror } from "@/lib/mirror/rows/commands"

const linksAtOnce = 2_000
const beforeAll = "00000000-0000-0000-0000-000000000000"

/**
 * Looks at the external ids of all links where the rules have changed since that was last done, in stretches that keep other writers
 * waiting for a moment only; goes on where it was interrupted. Answers how many links it looked at.
 */
export async function reviewExternalIds(ctx: Ctx, { signal }: { signal: AbortSignal }): Promise<number> {
  let looked = 0
  for (;;) {
    signal.throwIfAborted()
    const links = await reviewStretch(ctx)
    if (links === null) return looked
    looked += links
  }
}

/** How many links were looked at; null where nothing is left, and the counts have been folded instead. */
async function reviewStretch(ctx: Ctx): Promise<number | null> {
  const environmentId = ctx.environment.id
  const at = await databaseNow(ctx)
  return record(ctx, "mirror:write", async (tx) => {
    const isOver = await isReviewed(tx, environmentId)
    await enterMirror(tx, { environmentId, sweep: !isOver })
    if (isOver) {
      await foldCounts(tx, environmentId)
      return { result: null }
    }
    const after = await takeUp(tx, environmentId)
    const links = await tx.$queryRaw<{ linkId: string; externalId: string | null; present: boolean }[]>`
      SELECT id::text AS "linkId", external_id AS "externalId", removed_at IS NULL AS present FROM link
      WHERE environment_id = ${environmentId} AND id > ${after}::uuid ORDER BY id LIMIT ${linksAtOnce}::integer`
    const last = links.at(-1)
    if (last) await renewFindings(tx, { environmentId, at }, { after, upTo: last.linkId, links })
    const cursor = last?.linkId ?? null
    await tx.externalIdReview.update({ where: { environmentId }, data: { cursor } })
    return { result: links.length }
  })
}

async function isReviewed(tx: Tx, environmentId: number): Promise<boolean> {
  const review = await tx.externalIdReview.findUnique({ where: { environmentId } })
  return review?.rulesVersion === rulesVersion && review.cursor === null
}

/** Where the review stands; one by other rules begins anew, and with it the counts. */
async function takeUp(tx: Tx, environmentId: number): Promise<string> {
  const review = await tx.externalIdReview.findUnique({ where: { environmentId } })
  if (review?.rulesVersion === rulesVersion) return review.cursor ?? beforeAll
  await tx.externalIdCount.deleteMany({ where: { environmentId } })
  const begun = { rulesVersion, cursor: beforeAll }
  await tx.externalIdReview.upsert({ where: { environmentId }, create: { environmentId, ...begun }, update: begun })
  return beforeAll
}
