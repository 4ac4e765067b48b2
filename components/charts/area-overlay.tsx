"use client"

import { DefaultZIndexes, useXAxisScale, useYAxisScale, ZIndexLayer } from "recharts"
import { isLonely, roomiestPlace, type Series, type StackedDay } from "./series"

type AreaOverlayProps = { series: readonly Series[]; stacked: readonly StackedDay[] }

const lineHeight = 18
const charWidth = 7

/** What areas alone can't show: their names where they fit, and recorded days that stand alone between gaps. */
export function AreaOverlay({ series, stacked }: AreaOverlayProps) {
  const x = useXAxisScale()
  const y = useYAxisScale()
  if (x === undefined || y === undefined) return null
  const width = Math.abs((x(stacked.at(-1)?.day) ?? 0) - (x(stacked[0]?.day) ?? 0))
  return (
    <ZIndexLayer zIndex={DefaultZIndexes.label}>
      {series.flatMap((one) =>
        stacked
          .filter((_, index) => isLonely(stacked, index))
          .map(({ day, spans }) => {
            const [from, to] = spans?.[one.key] ?? [0, 0]
            const line = { x1: x(day), x2: x(day), y1: y(from), y2: y(to) }
            return <line key={`${one.key} ${day}`} {...line} stroke={`var(--c-${one.tone}-solid)`} strokeWidth={4} />
          }),
      )}
      {series.map((one) => {
        const place = placeLabel(stacked, one, { x, y, width })
        return place === null ? null : (
          <text
            key={one.key}
            {...place}
            fontSize={12}
            fontWeight={600}
            textAnchor="middle"
            fill={`var(--c-${one.tone}-on)`}
          >
            {one.label}
          </text>
        )
      })}
    </ZIndexLayer>
  )
}

type Scale = (value: unknown) => number | undefined

function placeLabel(
  stacked: readonly StackedDay[],
  { key, label }: Series,
  plot: { x: Scale; y: Scale; width: number },
) {
  const pxPerDay = plot.width / Math.max(1, stacked.length - 1)
  const best = roomiestPlace(stacked, key, (label.length * charWidth) / pxPerDay)
  if (best === null) return null
  const top = plot.y(best.span[1]) ?? 0
  const bottom = plot.y(best.span[0]) ?? 0
  return bottom - top < lineHeight ? null : { x: plot.x(stacked[best.index]?.day), y: (top + bottom) / 2 + 4 }
}
