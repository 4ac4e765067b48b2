import { useTranslations } from "next-intl"
import { OutcomeStats } from "@/components/ui/outcome-stats"
import { itemListParams } from "@/lib/batches/items/schema"
import type { BatchView } from "@/lib/batches/queries"
import { type ItemState, itemStates } from "@/lib/batches/schema"

type OutcomesProps = { environment: string; batch: BatchView; current: ItemState | "" }

/** How many links stand where; opens these alone, or all of them again. */
export function Outcomes({ environment, batch, current }: OutcomesProps) {
  const t = useTranslations("batches")
  const path = `/${environment}/batches/${batch.id}`
  const all = itemListParams.parse({})
  return (
    <OutcomeStats
      label={t("items.outcomes")}
      current={current === "" ? null : current}
      all={{ label: t("items.all"), count: batch.links, href: path }}
      outcomes={itemStates.map((state) => ({
        ...{ key: state, label: t(`itemStates.${state}`), count: batch.counts[state] },
        href: `${path}${itemListParams.query(all, { state })}`,
      }))}
    />
  )
}
