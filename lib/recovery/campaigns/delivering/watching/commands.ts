import type { Begun, CampaignNow } from "@/lib/recovery/campaigns/delivering/rules"

/** So many deliveries in a row, and for so long, go by what was found for the first of them. */
const batch = { size: 20, longestMs: 5_000 } as const

/** How campaigns stand, looked up once a batch of deliveries; what was delivered meanwhile is told, not looked up. */
export function watchCampaigns(find: (campaignId: string) => Promise<CampaignNow | null>) {
  const known = new Map<string, { campaign: CampaignNow | null; left: number; foundAt: number }>()
  return {
    async get(campaignId: string): Promise<CampaignNow | null> {
      const last = known.get(campaignId)
      if (last && last.left > 0 && performance.now() - last.foundAt < batch.longestMs) {
        last.left -= 1
        return last.campaign
      }
      const foundAt = performance.now()
      const campaign = await find(campaignId)
      known.set(campaignId, { campaign, left: batch.size - 1, foundAt })
      return campaign
    },
    noteDelivered(campaignId: string, begun: Begun): void {
      const last = known.get(campaignId)
      if (!last?.campaign || last.campaign.begun.some(({ wave }) => wave === begun.wave)) return
      last.campaign = { ...last.campaign, begun: [...last.campaign.begun, begun] }
    },
  }
}
