import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import type { RefreshState } from "@/lib/refreshes/schema"

/** From when the link may be refreshed again, and which of its data has arrived. */
export function getRefreshState(ctx: Ctx, { linkId }: { linkId: string }): Promise<RefreshState> {
  return read(ctx, "links:read", async (db) => {
    const of = { environmentId: ctx.environment.id, linkId }
    const cooling = await db.refreshRequest.findFirst({
      where: { ...of, coolsDownAt: { gt: ctx.now() } },
      orderBy: { coolsDownAt: "desc" },
      select: { coolsDownAt: true },
    })
    const resources = await db.linkResource.findMany({
      where: of,
      orderBy: { resource: "asc" },
      select: { resource: true, requestedAt: true, readyAt: true },
    })
    return {
      coolsDownAt: cooling?.coolsDownAt.toISOString() ?? null,
      resources: resources.map(({ resource, requestedAt, readyAt }) => ({
        resource,
        requestedAt: requestedAt?.toISOString() ?? null,
        readyAt: readyAt?.toISOString() ?? null,
      })),
    }
  })
}
