import Link from "next/link"
import type { ReactNode } from "react"
import { Num } from "@/components/ui/num"
import type { ToneName } from "@/components/ui/tokens"

export type Bar = { id: string; label: ReactNode; value: number; href?: string; tone?: ToneName; note?: ReactNode }

/** A ranking: each bar in proportion to the greatest. */
export function BarList({ label, bars }: { label: string; bars: readonly Bar[] }) {
  const greatest = Math.max(1, ...bars.map((bar) => bar.value))
  return (
    <ol aria-label={label} className="flex flex-col gap-1">
      {bars.map((bar) => (
        <li key={bar.id} className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-3">
          <div className="relative flex h-7 min-w-0 items-center px-2">
            <span
              aria-hidden
              className="absolute inset-y-0 left-0 rounded-sm"
              style={{
                width: `${(bar.value / greatest) * 100}%`,
                background: `var(--c-${bar.tone ?? "unconfirmed"}-tint)`,
              }}
            />
            <span className="relative min-w-0 truncate">
              {bar.href === undefined ? (
                bar.label
              ) : (
                <Link href={bar.href} className="hover:underline">
                  {bar.label}
                </Link>
              )}
            </span>
          </div>
          <span className="flex items-baseline gap-2 text-right">
            {bar.note !== undefined && <span className="text-faint text-sm">{bar.note}</span>}
            <Num value={bar.value} />
          </span>
        </li>
      ))}
    </ol>
  )
}
