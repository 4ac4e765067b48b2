import { useTranslations } from "next-intl"
import { cn } from "@/components/ui/cn"

type BudgetMeterProps = { used: number; limit: number }

/** What is spent of Belvo's allowance: a thin bar and the number. */
export function BudgetMeter({ used, limit }: BudgetMeterProps) {
  const t = useTranslations("shell.budget")
  const share = limit === 0 ? 1 : Math.min(1, used / limit)
  const words = t("value", { used, limit })
  return (
    <span data-tip={words} className="hidden items-center gap-2 px-1 text-muted text-sm sm:flex">
      <span className="sr-only">{words}</span>
      <span aria-hidden className="h-1 w-12 overflow-hidden rounded-full bg-line">
        <span
          className={cn("block h-full rounded-full", share < 0.8 ? "bg-accent" : "bg-token-solid")}
          style={{ width: `${share * 100}%` }}
        />
      </span>
      <span aria-hidden>
        {used}/{limit}
      </span>
    </span>
  )
}
