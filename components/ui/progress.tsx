import { useLocale } from "next-intl"
import { formatNumber } from "@/lib/format"

type ProgressProps = {
  label: string
  done: number
  /** Null while nobody knows. */
  total: number | null
}

export function Progress({ label, done, total }: ProgressProps) {
  const locale = useLocale()
  const share = total === null || total === 0 ? 0 : Math.min(1, done / total)
  const words =
    total === null ? formatNumber(locale, done) : `${formatNumber(locale, done)} / ${formatNumber(locale, total)}`
  return (
    <div className="flex items-center gap-3">
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuenow={done}
        aria-valuetext={words}
        {...(total === null ? {} : { "aria-valuemax": total })}
        className="h-1.5 min-w-24 flex-1 overflow-hidden rounded-full bg-line"
      >
        <div className="h-full rounded-full bg-accent" style={{ width: `${share * 100}%` }} />
      </div>
      <span className="whitespace-nowrap text-muted text-sm">{words}</span>
    </div>
  )
}
