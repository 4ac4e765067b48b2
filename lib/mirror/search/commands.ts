import type { Ctx } from "@/lib/ctx"
import { openBelvo } from "@/lib/environments/commands"
import { searchLinks } from "@/lib/links/search/queries"
import { nothingFound, type SearchInput } from "@/lib/links/search/schema"
import { applyLinks } from "@/lib/mirror/commands"
import type { LiveAnswer } from "@/lib/mirror/live/schema"
import { toLiveRequests } from "@/lib/mirror/search/rules"
import type { LiveSearch } from "@/lib/mirror/search/schema"
import { withinPatience } from "@/lib/mirror/tickets/commands"

/** Asks Belvo for exactly this value, for a person who waits for it; what it has is written through and searched again. */
export function searchLive(ctx: Ctx, input: SearchInput): Promise<LiveAnswer<LiveSearch>> {
  return withinPatience(ctx, () => searchAtBelvo(ctx, input))
}

async function searchAtBelvo(ctx: Ctx, { q }: SearchInput): Promise<LiveSearch> {
  const requests = toLiveRequests(q)
  const belvo = await openBelvo(ctx, "member")
  for (const request of requests) {
    const { items, sentAt } = await belvo.listLinkTexts({ ...request, pageSize: 100 })
    if (items.length === 0) continue
    await applyLinks(ctx, { links: items, observedAt: sentAt, cause: "live" })
    return { ...(await searchLinks(ctx, { q })), asked: true }
  }
  return { ...nothingFound, asked: requests.length > 0 }
}
