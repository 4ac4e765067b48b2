import { campaignCopy } from "@/lib/exports/campaigns/queries"
import { endPreviousSecret, removeEndpoint, rotateSecret, saveEndpoint } from "@/lib/outgoing/commands"
import { resendDelivery, resendFailed, sendTest } from "@/lib/outgoing/deliveries/commands"
import { countFailedDeliveries, countHanded, getHanded, listDeliveries } from "@/lib/outgoing/deliveries/queries"
import { endDeliveries } from "@/lib/outgoing/keeping/commands"
import { findEndpoint, findSigningEndpoint } from "@/lib/outgoing/queries"
import { deliveryListParams } from "@/lib/outgoing/schema"
import { sendDue } from "@/lib/outgoing/sending/commands"
import { createCampaign, discardDraft, refreshDraft } from "@/lib/recovery/campaigns/commands"
import { deliverOutgoingNow } from "@/lib/recovery/campaigns/delivering/commands"
import { driveCampaigns, measureCampaigns } from "@/lib/recovery/campaigns/driving/commands"
import { endDrafts } from "@/lib/recovery/campaigns/keeping/commands"
import { makeDueWaves } from "@/lib/recovery/campaigns/making/commands"
import { foldAddresses, foldCampaigns } from "@/lib/recovery/campaigns/measuring/commands"
import { getCohort, getMeasured } from "@/lib/recovery/campaigns/measuring/queries"
import {
  endCampaign,
  extendCampaign,
  pauseCampaign,
  remindUntouched,
  resumeCampaign,
} from "@/lib/recovery/campaigns/moving/commands"
import { getCampaignProgress, getProgressOf } from "@/lib/recovery/campaigns/progress/queries"
import { findCampaign, getBadLinesFile, listBadLines, listCampaigns } from "@/lib/recovery/campaigns/queries"
import { standardSettings } from "@/lib/recovery/campaigns/schema"
import { startCampaign } from "@/lib/recovery/campaigns/starting/commands"
import { systemActor } from "@/test/environment"
import { freshBelvo, type Place } from "@/test/guards/place"
import { needs, type Row } from "@/test/guards/row"

const { signal } = new AbortController()
const settings = { ...standardSettings, name: "After the outage" }
const nothing = { elsewhere: { value: null } }

const draftOf = ({ ids }: Place) => ({ campaignId: ids.campaign })

async function viewOf(place: Place) {
  const campaign = await findCampaign(place.ctxOf(place.members.admin, freshBelvo()), draftOf(place))
  if (!campaign) throw new Error("The place has a campaign")
  return campaign
}

/** Started, with its addresses made; those of the place are made by its administrator. */
async function running(place: Place) {
  const campaignId = place.ids.campaign
  const admin = place.ctxOf(place.members.admin, freshBelvo())
  await startCampaign(admin, { campaignId, expectedMembers: 10 })
  await makeDueWaves({ ...admin, actor: systemActor(["campaigns:drive"]) }, { campaignId, signal })
  return { campaignId }
}

export const campaignRows: readonly Row[] = [
  needs("links:read", findEndpoint, () => []),
  needs("webhooks:send", findSigningEndpoint, () => []),
  needs("environments:manage", saveEndpoint, () => [{ url: "https://mailer.example.com/other" }]),
  needs("environments:manage", rotateSecret, () => []),
  needs("environments:manage", endPreviousSecret, async (place) => {
    await rotateSecret(place.ctxOf(place.members.admin, freshBelvo()))
    return []
  }),
  needs("environments:manage", removeEndpoint, () => []),
  needs("environments:manage", sendTest, () => []),
  needs("campaigns:run", resendDelivery, ({ ids }) => [{ deliveryId: ids.delivery }]),
  needs("campaigns:run", resendFailed, () => []),
  needs(
    "links:read",
    listDeliveries,
    ({ ids }) => [{ params: deliveryListParams.parse({}), subjectId: ids.campaign }],
    { elsewhere: { value: { rows: [] } } },
  ),
  needs("links:read", countHanded, ({ ids }) => [{ subjectId: ids.campaign }], { elsewhere: { value: [] } }),
  needs("links:read", getHanded, ({ ids }) => [{ subjectId: ids.campaign }], { elsewhere: { value: { waiting: 0 } } }),
  needs("links:read", countFailedDeliveries, () => []),
  needs("webhooks:send", sendDue, () => [{ fill: async () => ({ kind: "gone" as const }) }]),
  needs("housekeeping", endDeliveries, () => []),
  needs("webhooks:send", deliverOutgoingNow, () => [signal]),

  needs("campaigns:run", createCampaign, ({ ids }) => [{ settings, choice: { kind: "ids", text: ids.broken } }], {
    elsewhere: { error: { code: "CONFLICT" } },
  }),
  needs("campaigns:run", refreshDraft, (place) => [draftOf(place)]),
  needs("campaigns:run", discardDraft, (place) => [draftOf(place)]),
  needs("campaigns:run", startCampaign, (place) => [{ ...draftOf(place), expectedMembers: 10 }]),
  needs("campaigns:run", pauseCampaign, async (place) => [await running(place)]),
  needs("campaigns:run", resumeCampaign, async (place) => {
    const input = await running(place)
    await place.db.campaign.updateMany({ data: { state: "paused" } })
    return [input]
  }),
  needs("campaigns:run", extendCampaign, async (place) => [{ ...(await running(place)), days: 20 }]),
  needs("campaigns:run", remindUntouched, async (place) => [{ ...(await running(place)), remindedAt: null }]),
  needs("campaigns:run", endCampaign, async (place) => [await running(place)]),

  needs("links:read", listCampaigns, () => [{ after: null }]),
  needs("links:read", getCampaignProgress, async (place) => [{ id: (await draftOf(place)).campaignId }]),
  needs("links:read", getProgressOf, async (place) => [await viewOf(place)], {
    elsewhere: { value: { steps: [{ name: "sent", done: 0, total: 0 }] } },
  }),
  needs("links:read", findCampaign, (place) => [draftOf(place)], nothing),
  needs("links:read", listBadLines, (place) => [draftOf(place)], { elsewhere: { value: [] } }),
  needs("campaigns:run", getBadLinesFile, (place) => [draftOf(place)], { elsewhere: { value: "line,reason\n" } }),
  needs("links:read", getCohort, (place) => [draftOf(place)], { elsewhere: { value: { chosen: 0 } } }),
  needs("links:read", getMeasured, (place) => [draftOf(place)], { elsewhere: { value: { institutions: [] } } }),
  needs("links:read", campaignCopy, async (place) => [
    { campaign: (await running(place)).campaignId, only: "all", wave: null },
  ]),

  needs("housekeeping", endDrafts, () => []),
  needs("campaigns:drive", driveCampaigns, () => []),
  needs("campaigns:drive", measureCampaigns, () => []),
  needs("campaigns:drive", foldCampaigns, () => []),
  needs("campaigns:drive", foldAddresses, () => []),
  needs("campaigns:drive", makeDueWaves, (place) => [{ ...draftOf(place), signal }], {
    elsewhere: { value: undefined },
  }),
]
