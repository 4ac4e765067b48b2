import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { notFound } from "@/lib/errors"
import { bulkInput } from "@/lib/orphans/bulk/schema"
import type { Progress } from "@/lib/progress"

/** Throws NOT_FOUND. */
export function getBulkProgress(ctx: Ctx, { id }: { id: string }): Promise<Progress> {
  return read(ctx, "links:read", async (db) => {
    const bulk = bulkInput.safeParse({ bulkId: id }).success
      ? await db.orphanBulk.findFirst({
          where: { environmentId: ctx.environment.id, id },
          select: { state: true, done: true, links: true },
        })
      : null
    if (!bulk) throw notFound()
    return {
      over: bulk.state !== "running",
      steps: [{ name: "decided", done: bulk.done, total: bulk.links }],
      rest: "",
    }
  })
}
