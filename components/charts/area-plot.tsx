"use client"

import { useLocale } from "next-intl"
import { Area, AreaChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts"
import { formatDay, formatNumber, formatShare } from "@/lib/format"
import { AreaOverlay } from "./area-overlay"
import { AreaTooltip } from "./area-tooltip"
import type { Series, StackedDay } from "./series"

export type AreaPlotProps = {
  label: string
  series: readonly Series[]
  stacked: readonly StackedDay[]
  share: boolean
  height: number
  /** Called with the day that was clicked. */
  onDay?: ((day: string) => void) | undefined
}

const tick = { fill: "var(--c-faint)", fontSize: 11 }

/** Arrow keys walk the days. It is its own default export, so that a page can load it after everything else. */
export default function AreaPlot({ label, series, stacked, share, height, onDay }: AreaPlotProps) {
  const locale = useLocale()
  const formatValue = (value: number) => (share ? formatShare(locale, value) : formatNumber(locale, value))
  return (
    <ResponsiveContainer width="100%" height={height}>
      <AreaChart
        data={[...stacked]}
        margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
        title={label}
        accessibilityLayer
        {...(onDay && {
          style: { cursor: "pointer" },
          onClick: ({ activeLabel }) => typeof activeLabel === "string" && onDay(activeLabel),
        })}
      >
        <CartesianGrid vertical={false} stroke="var(--c-line)" />
        <XAxis
          dataKey="day"
          tickFormatter={(day: string) => formatDay(locale, day, "short")}
          tick={tick}
          tickLine={false}
          axisLine={{ stroke: "var(--c-strong)" }}
          minTickGap={56}
        />
        <YAxis
          width={56}
          tickCount={4}
          allowDecimals={share}
          tickFormatter={formatValue}
          tick={tick}
          tickLine={false}
          axisLine={false}
          {...(share ? { domain: [0, 1] as const, ticks: [0, 0.25, 0.5, 0.75, 1] } : {})}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: "var(--c-ink)", strokeWidth: 1 }}
          content={({ active, label: day }) =>
            active ? <AreaTooltip series={series} day={stacked.find((one) => one.day === day)} share={share} /> : null
          }
        />
        {series.map((one) => (
          <Area
            key={one.key}
            name={one.label}
            dataKey={(day: StackedDay) => day.spans?.[one.key] ?? null}
            type="linear"
            fill={`var(--c-${one.tone}-solid)`}
            fillOpacity={1}
            stroke="var(--c-surface)"
            strokeWidth={1}
            isAnimationActive={false}
            activeDot={false}
            dot={false}
          />
        ))}
        <AreaOverlay series={series} stacked={stacked} />
      </AreaChart>
    </ResponsiveContainer>
  )
}
