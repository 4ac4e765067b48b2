import { useTranslations } from "next-intl"
import { KeepFresh } from "@/components/shell/keep-fresh"
import { Banner } from "@/components/ui/banner"
import { Panel } from "@/components/ui/panel"
import { Progress } from "@/components/ui/progress"
import { Time } from "@/components/ui/time"
import type { Standing } from "@/lib/recovery/campaigns/measuring/queries"
import type { CampaignView } from "@/lib/recovery/campaigns/schema"

type CampaignProgressProps = { campaign: CampaignView; asked: Standing }

/** How far a campaign is, when the next wave goes out, and why it stands still where it does. */
export function CampaignProgress({ campaign, asked }: CampaignProgressProps) {
  const t = useTranslations("campaigns.progress")
  const { state, pause, wave, waves, waveAt } = campaign
  if (state === "ended") return <Banner title={t("ended")}>{t("endedWhy")}</Banner>
  const isOut = wave > waves
  return (
    <>
      <KeepFresh />
      {state === "paused" && pause === "failures" && (
        <Banner grade="danger" title={t("stopped")}>
          {t("stoppedWhy", { percent: campaign.stopPercent })}
        </Banner>
      )}
      {state === "paused" && pause === "member" && (
        <Banner grade="warning" title={t("paused")}>
          {t("pausedWhy")}
        </Banner>
      )}
      <Panel>
        <div className="flex flex-col gap-2">
          <p className="font-medium">{t("label")}</p>
          <Progress label={t("label")} done={asked.sent} total={asked.members - passedOver(asked)} />
          <p className="text-muted">
            {isOut
              ? t.rich("allOut", { at: () => <Time at={campaign.expiresAt} show="moment" /> })
              : t.rich("next", { wave, waves, at: () => <Time at={waveAt} show="moment" /> })}
          </p>
        </div>
      </Panel>
    </>
  )
}

/** Whose links worked again, or were gone, before their turn came. */
const passedOver = ({ members, sent, states }: Standing): number => members - sent - states.waiting
