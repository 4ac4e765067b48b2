import { type BelvoError, isBelvoError, retold } from "@/lib/belvo/errors"
import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { conflict, forbidden } from "@/lib/errors"
import { getLink } from "@/lib/links/queries"
import { getRefreshState } from "@/lib/refreshes/queries"
import { refusalKey } from "@/lib/refreshes/rules"
import type { RequestRefresh } from "@/lib/refreshes/schema"
import { type RefreshAnswer, sendRefresh } from "@/lib/refreshes/sending/commands"

/** Asks Belvo to read the institution anew, for a person who waits; nothing is sent while the link is known to cool down. */
export async function requestRefresh(ctx: Ctx, { linkId, resources }: RequestRefresh): Promise<RefreshAnswer> {
  const { link, cooling } = await look(ctx, linkId)
  const { actor } = ctx
  if (actor.kind !== "member") throw forbidden("links:refresh")
  if (link.removedAt) throw conflict("linkRemoved")
  if (cooling) return { kind: "cooling_down", coolsDownAt: cooling }
  const sending = { linkId, resources: resources ?? null, requestedBy: actor.id, priority: "member" } as const
  return sendRefresh(ctx, sending).catch((error: unknown) => {
    throw isBelvoError(error) ? toRefusal(error) : error
  })
}

const look = (ctx: Ctx, linkId: string) =>
  read(ctx, "links:refresh", async () => {
    const { link } = await getLink(ctx, linkId)
    const { coolsDownAt: cooling } = await getRefreshState(ctx, { linkId })
    return { link, cooling }
  })

/** What people meet every day has its own sentence; the rest is told in Belvo's words. */
const toRefusal = (error: BelvoError) => retold(error, error.kind === "api" ? refusalKey(error.belvoCode) : null)
