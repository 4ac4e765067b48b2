import { useLocale } from "next-intl"
import { formatNumber, formatShare } from "@/lib/format"

type NumProps = {
  value: number | null
  /** A share of one as a percentage. */
  share?: boolean
  /** Only a lower bound. */
  atLeast?: boolean
}

/** A number grouped by the locale, an em dash where there is none, `10,000+` where it is a bound. */
export function Num({ value, share = false, atLeast = false }: NumProps) {
  const locale = useLocale()
  if (value === null) return <span className="text-faint">—</span>
  return (
    <span className="tabular-nums">
      {share ? formatShare(locale, value) : formatNumber(locale, value)}
      {atLeast && "+"}
    </span>
  )
}
