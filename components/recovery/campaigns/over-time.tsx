import { useTranslations } from "next-intl"
import type { ChartDay, Series } from "@/components/charts/series"
import { StackedArea } from "@/components/charts/stacked-area"
import { Panel } from "@/components/ui/panel"
import type { CampaignDayCounts } from "@/lib/recovery/campaigns/measuring/queries"
import type { CampaignView } from "@/lib/recovery/campaigns/schema"
import { listDays, toDay } from "@/lib/time"

type OverTimeProps = { campaign: CampaignView; days: readonly CampaignDayCounts[]; now: string }

/** How many of those asked work again by each day, and how. */
export function OverTime({ campaign, days, now }: OverTimeProps) {
  const t = useTranslations("campaigns.overTime")
  const { startedAt, endedAt } = campaign
  const to = endedAt ?? now
  // Of a single day the numbers above say it all.
  if (startedAt === null || toDay(new Date(startedAt)) === toDay(new Date(to))) return null
  if (days.every(({ repaired, healed }) => repaired + healed === 0)) {
    return (
      <Panel title={t("title")}>
        <p className="text-muted">{t("nobodyYet")}</p>
      </Panel>
    )
  }
  const series: Series[] = [
    { key: "repaired", label: t("repaired"), tone: "valid" },
    { key: "healed", label: t("healed"), tone: "unconfirmed" },
  ]
  return <StackedArea title={t("title")} note={t("note")} series={series} days={summed(days, startedAt, to)} />
}

/** Day after day from the first, each with all that came before it. */
function summed(days: readonly CampaignDayCounts[], from: string, to: string): ChartDay[] {
  let [repaired, healed] = [0, 0]
  const known = new Map(days.map((one) => [one.day, one]))
  return listDays(toDay(new Date(from)), toDay(new Date(to))).map((day) => {
    repaired += known.get(day)?.repaired ?? 0
    healed += known.get(day)?.healed ?? 0
    return { day, values: { repaired, healed } }
  })
}
