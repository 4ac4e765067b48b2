import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { notFound } from "@/lib/errors"
import { countHanded } from "@/lib/outgoing/deliveries/queries"
import type { Progress } from "@/lib/progress"
import { findCampaign } from "@/lib/recovery/campaigns/queries"
import type { CampaignView } from "@/lib/recovery/campaigns/schema"

/** How many of those whom a campaign asks have been sent an address, from its counts alone. Throws NOT_FOUND. */
export async function getCampaignProgress(ctx: Ctx, { id }: { id: string }): Promise<Progress> {
  const campaign = await findCampaign(ctx, { campaignId: id })
  if (!campaign) throw notFound()
  return getProgressOf(ctx, campaign)
}

/** The same of a campaign that was read already. */
export async function getProgressOf(ctx: Ctx, campaign: CampaignView): Promise<Progress> {
  const { id, state, pause, wave, waveAt, expiresAt, downloadedAt } = campaign
  const kinds = await sumKinds(ctx, id)
  const asked = (name: string) => kinds.find(({ heldOut, kind }) => !heldOut && kind === name)?.links ?? 0
  const handed = await countHanded(ctx, { subjectId: id })
  const sent = asked("ever_sent")
  return {
    over: state === "ended",
    // Whose link worked again, or was gone, before its turn came is asked nothing.
    steps: [{ name: "sent", done: sent, total: sent + asked("waiting") }],
    rest: JSON.stringify([state, pause, wave, waveAt, expiresAt, downloadedAt, kinds, handed]),
  }
}

function sumKinds(ctx: Ctx, campaignId: string) {
  return read(ctx, "links:read", async (db) => {
    const sums = await db.campaignCount.groupBy({
      by: ["heldOut", "kind"],
      where: { environmentId: ctx.environment.id, campaignId },
      _sum: { links: true },
      orderBy: [{ heldOut: "asc" }, { kind: "asc" }],
    })
    return sums.map(({ heldOut, kind, _sum }) => ({ heldOut, kind, links: _sum.links ?? 0 }))
  })
}
