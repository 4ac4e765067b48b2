import type { ToneName } from "@/components/ui/tokens"
import type { Series } from "./series"

export function Swatch({ tone }: { tone: ToneName }) {
  return (
    <span
      aria-hidden
      className="mr-1 inline-block size-2.5 rounded-[2px]"
      style={{ background: `var(--c-${tone}-solid)` }}
    />
  )
}

/** In the order in which the bands lie, the topmost first. */
export function Legend({ series }: { series: readonly Series[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-muted text-sm">
      {series.toReversed().map(({ key, label, tone }) => (
        <li key={key}>
          <Swatch tone={tone} />
          {label}
        </li>
      ))}
    </ul>
  )
}
