import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import type { DayLinks } from "@/components/charts/series"
import { StackedArea } from "@/components/charts/stacked-area"
import { toTone } from "@/components/links/link-status-badge"
import type { Trend } from "@/lib/history/trends/rules"

type TrendChartProps = {
  trend: Trend
  title: string
  share?: boolean
  note?: ReactNode
  csvHref?: string
  actions?: ReactNode
  height?: number
  dayLinks?: DayLinks
}

/** Links by status over time; the same words, colours and order as the badges, worst on top. */
export function TrendChart({ trend, ...frame }: TrendChartProps) {
  const t = useTranslations("status")
  const series = trend.statuses.toReversed().map((status) => {
    const tone = toTone(status)
    const name = tone === "unknown" ? "unknown" : status
    return { key: status, tone, label: t(`${name}.label`, { word: status }) }
  })
  const days = trend.days.map(({ day, counts }) => ({ day, values: counts }))
  return <StackedArea {...frame} series={series} days={days} png={`enlace-trend-${days.at(-1)?.day ?? ""}.png`} />
}
