import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { isOpenFinanceBrazil } from "@/lib/links/rules"
import { makeAddress, revokeAddress } from "@/lib/recovery/addresses/commands"
import { minuteMs } from "@/lib/time"
import { type Fate, playVisit } from "@/scripts/seed/customers"
import type { Stage } from "@/scripts/seed/stage"

/** Addresses that an agent hands over on the phone, one customer after another. */
export async function playAddresses(stage: Stage, agent: Ctx, { at }: { at: Date }): Promise<void> {
  const { ctx, setClock } = stage
  const links = await listBroken(ctx)
  for (const [index, { fate, days }] of handedOver.entries()) {
    const linkId = links[index]
    if (!linkId) return
    const startedAt = new Date(at.getTime() + index * 20 * minuteMs)
    setClock(startedAt)
    const { addressId } = await makeAddress(agent, { linkId, days })
    const later = new Date(startedAt.getTime() + 6 * minuteMs)
    setClock(later)
    if (fate === "revoked") await revokeAddress(agent, { addressId })
    else if (fate !== "untouched") await playVisit(stage, { addressId, linkId, fate, at: later })
  }
}

/** The last two are still open when the play ends, or have expired by then. */
const handedOver: readonly { fate: Fate | "revoked"; days: number }[] = [
  { fate: "repairs", days: 7 },
  { fate: "gives_up", days: 7 },
  { fate: "fails", days: 7 },
  { fate: "repairs", days: 7 },
  { fate: "revoked", days: 7 },
  { fate: "untouched", days: 7 },
  { fate: "untouched", days: 1 },
]

/** Those that have been broken longest: a campaign asks for the latest. */
function listBroken(ctx: Ctx): Promise<string[]> {
  return read(ctx, "links:read", async (db) => {
    const links = await db.link.findMany({
      where: { status: "invalid", removedAt: null, externalId: { not: null } },
      orderBy: [{ statusSince: "asc" }, { id: "asc" }],
      select: { id: true, institution: true },
      take: 30,
    })
    return links.filter(({ institution }) => !isOpenFinanceBrazil(institution)).map(({ id }) => id)
  })
}
