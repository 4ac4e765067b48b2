import type { Ctx } from "@/lib/ctx"
import { openBelvo } from "@/lib/environments/commands"
import { listLinkRows } from "@/lib/links/list/queries"
import type { LinkListParams } from "@/lib/links/schema"
import { applyLinks, readLink } from "@/lib/mirror/commands"
import { toBelvoRequest } from "@/lib/mirror/live/rules"
import type { ListLiveInput, LiveAnswer, LiveList, LiveReading, ReadLinkInput } from "@/lib/mirror/live/schema"
import { withinPatience } from "@/lib/mirror/tickets/commands"

/** One link from Belvo, for a person who waits for it; written through. */
export function readLive(ctx: Ctx, { linkId }: ReadLinkInput): Promise<LiveAnswer<LiveReading>> {
  return withinPatience(ctx, async () => {
    const reading = await readLink(ctx, { linkId, priority: "member", cause: "live" })
    if (reading.kind === "gone") return reading
    const { kind, link, observedAt, changed } = reading
    return { kind, link, observedAt, changed }
  })
}

/** A page of Belvo's own list, for a person who waits for it; written through. */
export function listLive(ctx: Ctx, { query }: ListLiveInput): Promise<LiveAnswer<LiveList>> {
  return withinPatience(ctx, () => listAtBelvo(ctx, query))
}

async function listAtBelvo(ctx: Ctx, params: LinkListParams): Promise<LiveList> {
  const { request, notApplied } = toBelvoRequest(params)
  const belvo = await openBelvo(ctx, "member")
  const { items, count, page, hasNext, sentAt: observedAt } = await belvo.listLinkTexts(request)
  await applyLinks(ctx, { links: items, observedAt, cause: "live" })
  const rows = await listLinkRows(
    ctx,
    items.map(({ id }) => id),
  )
  return { count, page, hasNext, rows, notApplied, observedAt: observedAt.toISOString() }
}
