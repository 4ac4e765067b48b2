import Link from "next/link"
import { useTranslations } from "next-intl"
import { LiveProgress } from "@/components/shell/live-progress"
import { Banner } from "@/components/ui/banner"
import { Panel } from "@/components/ui/panel"
import { Time } from "@/components/ui/time"
import type { Handed } from "@/lib/outgoing/schema"
import type { Progress } from "@/lib/progress"
import type { CampaignView } from "@/lib/recovery/campaigns/schema"

type CampaignProgressProps = {
  environment: string
  campaign: CampaignView
  progress: Progress
  handed: Handed
  now: string
}

/** How far a campaign is, when the next wave goes out, and why it stands still where it does. */
export function CampaignProgress({ environment, campaign, progress, handed, now }: CampaignProgressProps) {
  const t = useTranslations("campaigns.progress")
  const { state, pause, wave, waves, waveAt } = campaign
  if (state === "ended") return <Banner title={t("ended")}>{t("endedWhy")}</Banner>
  const isOut = wave > waves
  const isMaking = state === "running" && !isOut && waveAt !== null && waveAt <= now
  return (
    <>
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
          <LiveProgress
            path={`/api/${environment}/progress/campaign/${campaign.id}`}
            rendered={progress}
            labels={{ sent: t("label") }}
          />
          <p className="text-muted">
            {isMaking
              ? t("making", { wave, waves })
              : isOut
                ? campaign.expiresAt && t.rich("allOut", { at: () => <Time at={campaign.expiresAt} show="moment" /> })
                : t.rich("next", { wave, waves, at: () => <Time at={waveAt} show="moment" /> })}
          </p>
          <HandedOver environment={environment} campaign={campaign} handed={handed} />
        </div>
      </Panel>
    </>
  )
}

/** That an address was made does not say that anybody has it. */
function HandedOver({ environment, campaign, handed }: Omit<CampaignProgressProps, "progress" | "now">) {
  const t = useTranslations("campaigns.progress")
  const { delivered, waiting, failed } = handed
  const { downloadedAt } = campaign
  return (
    <p className="text-muted">
      {delivered + waiting + failed > 0 && (
        <Link href={`/${environment}/recovery/outgoing?campaign=${campaign.id}`} prefetch={false} className="underline">
          {t("handed", { delivered, waiting, failed })}
        </Link>
      )}{" "}
      {downloadedAt === null
        ? delivered + waiting + failed === 0 && t("notHanded")
        : t.rich("downloaded", { at: () => <Time at={downloadedAt} show="moment" /> })}
    </p>
  )
}
