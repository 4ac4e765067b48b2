"use client"

import dynamic from "next/dynamic"
import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { type ReactNode, useMemo } from "react"
import { Skeleton } from "@/components/ui/skeleton"
import { ChartFrame } from "./chart-frame"
import { type ChartDay, type DayLinks, dayHref, type Series, stackDays } from "./series"
import { SeriesTable } from "./series-table"

// Recharts weighs as much as the rest of a page: it comes after it, into a space that is kept.
const AreaPlot = dynamic(() => import("./area-plot"), { ssr: false, loading: () => <Skeleton className="size-full" /> })

type StackedAreaProps = {
  title: string
  note?: ReactNode
  /** From the bottom to the top: the worst comes last. */
  series: readonly Series[]
  days: readonly ChartDay[]
  /** Shares of each day's total instead of counts. */
  share?: boolean
  csvHref?: string
  png?: string
  dayLinks?: DayLinks
  actions?: ReactNode
  height?: number
}

export function StackedArea({ series, days, share = false, height = 280, dayLinks, ...frame }: StackedAreaProps) {
  const t = useTranslations("ui.chart")
  const router = useRouter()
  const stacked = useMemo(() => stackDays(series, days, share), [series, days, share])
  const recorded = stacked.some((day) => day.spans !== null)
  return (
    <ChartFrame
      {...frame}
      height={height}
      series={series}
      table={<SeriesTable label={frame.title} series={series} days={days} dayLinks={dayLinks} />}
    >
      {recorded ? (
        <AreaPlot
          label={frame.title}
          series={series}
          stacked={stacked}
          share={share}
          height={height - 8}
          onDay={
            dayLinks &&
            ((day) => {
              const href = dayHref(dayLinks, day)
              if (href !== null) router.push(href)
            })
          }
        />
      ) : (
        <p className="flex h-full items-center justify-center text-muted">{t("empty")}</p>
      )}
    </ChartFrame>
  )
}
