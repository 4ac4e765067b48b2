"use client"

import { Bell, CalendarPlus, Download, Flag, Pause, Play, RefreshCw, Trash2 } from "lucide-react"
import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { ActButton } from "@/components/shell/act-button"
import { AskingButton } from "@/components/shell/asking-button"
import { FileLink } from "@/components/ui/button"
import type { ActionResult } from "@/lib/action"
import {
  discardDraftAction,
  endCampaignAction,
  pauseCampaignAction,
  refreshDraftAction,
  remindUntouchedAction,
  resumeCampaignAction,
  startCampaignAction,
} from "@/lib/recovery/campaigns/actions"
import { canMove } from "@/lib/recovery/campaigns/rules"
import type { CampaignView } from "@/lib/recovery/campaigns/schema"
import { ExtendDialog } from "./extend-dialog"

type CampaignActsProps = {
  environment: string
  campaign: CampaignView
  hasEndpoint: boolean
  may: { run: boolean; export: boolean }
}

/** The steps that this campaign can take now, the next one first. */
export function CampaignActs({ environment, campaign, hasEndpoint, may }: CampaignActsProps) {
  const t = useTranslations("campaigns.acts")
  const router = useRouter()
  const { id: campaignId, state, members, heldOut } = campaign
  const input = { campaignId }
  const file = `/api/${environment}/campaign.csv?campaign=${campaignId}`
  const can = (move: Parameters<typeof canMove>[1]) => may.run && canMove(state, move)
  const asked = members - heldOut
  return (
    <>
      {can("start") && (
        <AskedAct
          {...{ name: "start", icon: <Play />, primary: true, count: asked }}
          run={() => startCampaignAction(environment, { ...input, expectedMembers: Math.max(1, members) })}
        />
      )}
      {can("start") && <Act name="refresh" icon={<RefreshCw />} run={() => refreshDraftAction(environment, input)} />}
      {can("discard") && (
        <AskedAct
          {...{ name: "discard", icon: <Trash2 />, count: asked }}
          run={() => discardDraftAction(environment, input)}
          onDone={() => router.push(`/${environment}/recovery/campaigns`)}
        />
      )}
      {may.export && state !== "draft" && (
        <>
          <FileLink
            icon={<Download />}
            href={file}
            variant={state === "running" && !hasEndpoint ? "primary" : "secondary"}
          >
            {t("download")}
          </FileLink>
          <FileLink icon={<Download />} href={`${file}&only=untouched`}>
            {t("downloadUntouched")}
          </FileLink>
        </>
      )}
      {can("resume") && (
        <Act name="resume" icon={<Play />} primary run={() => resumeCampaignAction(environment, input)} />
      )}
      {can("pause") && <Act name="pause" icon={<Pause />} run={() => pauseCampaignAction(environment, input)} />}
      {can("remind") && hasEndpoint && (
        <AskedAct
          {...{ name: "remind", icon: <Bell />, count: asked }}
          run={() => remindUntouchedAction(environment, { ...input, remindedAt: campaign.remindedAt })}
        />
      )}
      {can("extend") && <ExtendDialog environment={environment} campaign={campaign} icon={<CalendarPlus />} />}
      {can("end") && (
        <AskedAct
          {...{ name: "end", icon: <Flag />, count: asked }}
          run={() => endCampaignAction(environment, input)}
        />
      )}
    </>
  )
}

type Run = () => Promise<ActionResult<unknown>>
type ActProps = { name: "refresh" | "resume" | "pause"; icon: ReactNode; primary?: boolean; run: Run }

function Act({ name, ...act }: ActProps) {
  const t = useTranslations("campaigns.acts")
  return (
    <ActButton {...act} done={t(`done.${name}`)}>
      {t(name)}
    </ActButton>
  )
}

type AskedActProps = {
  name: "start" | "discard" | "remind" | "end"
  icon: ReactNode
  primary?: boolean
  count: number
  run: Run
  onDone?: () => void
}

/** Names the consequences first. */
function AskedAct({ name, primary = false, count, ...act }: AskedActProps) {
  const t = useTranslations("campaigns.acts")
  return (
    <AskingButton
      {...act}
      variant={primary ? "primary" : "secondary"}
      label={t(name)}
      title={t(`title.${name}`, { count })}
      confirm={t(`confirm.${name}`, { count })}
      done={() => t(`done.${name}`)}
    >
      <p>{t(`what.${name}`, { count })}</p>
    </AskingButton>
  )
}
