import { useTranslations } from "next-intl"
import { Lasting } from "@/components/ui/lasting"
import { Panel } from "@/components/ui/panel"
import { campaignsShare, countWaves, requestsPerOpening, waveSize } from "@/lib/recovery/campaigns/pace/rules"
import type { CampaignView } from "@/lib/recovery/campaigns/schema"
import { minuteMs } from "@/lib/time"

type PaceProps = {
  campaign: CampaignView
  /** Requests that Belvo grants in 30 s. */
  granted: number
}

/** How fast a draft would go, and why no faster. */
export function Pace({ campaign, granted }: PaceProps) {
  const t = useTranslations("campaigns.pace")
  const { openingsPerMinute: perMinute, waveMinutes, members, heldOut } = campaign
  const plan = { waveMinutes, asked: members - heldOut }
  const waves = countWaves(perMinute, plan)
  const lastMs = Math.max(0, waves - 1) * waveMinutes * minuteMs
  return (
    <Panel title={t("title", { count: perMinute })}>
      <div className="flex max-w-3xl flex-col gap-2">
        <p>{t("why", { granted, cost: requestsPerOpening, looks: requestsPerOpening - 2, share: campaignsShare })}</p>
        {waves <= 1 ? (
          <p>{waveMinutes === 0 ? t("atOnce") : t("oneWave")}</p>
        ) : (
          <p>
            {t.rich("waves", {
              ...{ waves, size: waveSize(perMinute, plan), minutes: waveMinutes },
              last: () => <Lasting ms={lastMs} />,
            })}
          </p>
        )}
      </div>
    </Panel>
  )
}
