import { useFormatter, useTranslations } from "next-intl"
import type { SurvivorReason } from "@/lib/duplicates/rules"

/** Why this link and not another: "works, refreshes itself and is the newest". */
export function SurvivorReasons({ reasons }: { reasons: readonly SurvivorReason[] }) {
  const t = useTranslations("duplicates.reasons")
  const format = useFormatter()
  return format.list(
    reasons.map((reason) => t(reason)),
    { type: "conjunction" },
  )
}
