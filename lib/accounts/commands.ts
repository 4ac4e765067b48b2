import { toAccountView } from "@/lib/accounts/rules"
import type { AccountView, ReadAccounts } from "@/lib/accounts/schema"
import type { Ctx } from "@/lib/ctx"
import { write } from "@/lib/db"
import { openBelvo } from "@/lib/environments/commands"
import { conflict } from "@/lib/errors"
import { getLink } from "@/lib/links/queries"
import type { LiveAnswer } from "@/lib/mirror/live/schema"
import { withinPatience } from "@/lib/mirror/tickets/commands"

/** The accounts that Belvo holds for a link, for a person who waits. Who looked is kept before anything is read. */
export async function readAccounts(ctx: Ctx, { linkId }: ReadAccounts): Promise<LiveAnswer<AccountView[]>> {
  await write(ctx, "links:live", async () => {
    const { link } = await getLink(ctx, linkId)
    if (link.removedAt) throw conflict("linkRemoved")
    return { result: null, audit: { action: "accounts.read", entity: "link", entityId: linkId } }
  })
  return withinPatience(ctx, async () => {
    const belvo = await openBelvo(ctx, "member")
    const { items } = await belvo.listAccounts({ link: linkId })
    return items.map(toAccountView)
  })
}
