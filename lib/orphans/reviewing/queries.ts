import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"

export type OrphanReviewState = {
  /** Without a directory nothing can be said of a link's owner. */
  hasDirectory: boolean
  /** Where links are being compared with the directory as it is now: how many of how many. */
  underWay: { done: number; total: number } | null
  finishedAt: Date | null
}

/** How far all links have been compared with the directory. */
export function getOrphanReview(ctx: Ctx): Promise<OrphanReviewState> {
  return read(ctx, "links:read", async (db) => {
    const where = { environmentId: ctx.environment.id }
    const directory = await db.directoryTotal.findUnique({ where, select: { users: true, version: true } })
    const review = await db.orphanReview.findUnique({ where })
    const isCurrent = review?.version === directory?.version
    const underWay = isCurrent && review ? { done: review.done, total: review.total } : { done: 0, total: 0 }
    return {
      hasDirectory: (directory?.users ?? 0) > 0,
      underWay: directory && !(isCurrent && review?.phase === "done") ? underWay : null,
      finishedAt: review?.finishedAt ?? null,
    }
  })
}
