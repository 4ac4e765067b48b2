import type { ToneName } from "@/components/ui/tokens"

type SparklineProps = {
  /** Oldest first; null where nothing was recorded. */
  values: readonly (number | null)[]
  label: string
  tone?: ToneName
  width?: number
  height?: number
}

/** A line as large as a word: the shape of a measure, not its values. */
export function Sparkline({ values, label, tone, width = 88, height = 20 }: SparklineProps) {
  const colour = tone === undefined ? "var(--c-muted)" : `var(--c-${tone}-solid)`
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      className="block"
    >
      <path
        d={toPath(values, width, height)}
        fill="none"
        stroke={colour}
        strokeWidth={1.5}
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  )
}

/** Lines through what was recorded, broken at gaps; a day alone becomes a dot. */
export function toPath(values: readonly (number | null)[], width: number, height: number): string {
  const known = values.filter((value) => value !== null)
  const [low, high] = [Math.min(...known), Math.max(...known)]
  const x = (index: number) => round(1 + (index / Math.max(1, values.length - 1)) * (width - 2))
  const y = (value: number) =>
    round(high === low ? height / 2 : height - 2 - ((value - low) / (high - low)) * (height - 4))
  return values
    .map((value, index) => {
      if (value === null) return ""
      const starts = (values[index - 1] ?? null) === null
      return starts ? `M${x(index)} ${y(value)}h0` : `L${x(index)} ${y(value)}`
    })
    .join("")
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
