"use server"

import { action } from "@/lib/action"
import { discardDraft, refreshDraft } from "@/lib/recovery/campaigns/commands"
import {
  endCampaign,
  extendCampaign,
  pauseCampaign,
  remindUntouched,
  resumeCampaign,
} from "@/lib/recovery/campaigns/moving/commands"
import {
  campaignInput,
  extendCampaignInput,
  remindCampaignInput,
  startCampaignInput,
} from "@/lib/recovery/campaigns/schema"
import { startCampaign } from "@/lib/recovery/campaigns/starting/commands"

const refresh = { refresh: ["/recovery/campaigns"] }

export const refreshDraftAction = action(campaignInput, refreshDraft, refresh)
export const discardDraftAction = action(campaignInput, discardDraft, refresh)
export const startCampaignAction = action(startCampaignInput, startCampaign, refresh)
export const pauseCampaignAction = action(campaignInput, pauseCampaign, refresh)
export const resumeCampaignAction = action(campaignInput, resumeCampaign, refresh)
export const extendCampaignAction = action(extendCampaignInput, extendCampaign, refresh)
export const remindUntouchedAction = action(remindCampaignInput, remindUntouched, refresh)
export const endCampaignAction = action(campaignInput, endCampaign, refresh)
