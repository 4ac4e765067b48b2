import { useTranslations } from "next-intl"
import { lastingParts } from "@/lib/time"

/** How long something lasted: 3.5 h, 41 d; an em dash where it never ended. */
export function Lasting({ ms }: { ms: number | null }) {
  const t = useTranslations("time.lasting")
  if (ms === null) return <span className="text-faint">—</span>
  const { unit, count } = lastingParts(ms)
  return <span className="whitespace-nowrap tabular-nums">{t(unit, { count })}</span>
}
