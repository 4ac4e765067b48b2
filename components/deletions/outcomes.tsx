import { useTranslations } from "next-intl"
import { OutcomeStats } from "@/components/ui/outcome-stats"
import { itemListParams } from "@/lib/deletions/items/schema"
import type { RequestView } from "@/lib/deletions/requests/queries"
import { type DeletionState, deletionStates } from "@/lib/deletions/schema"

type OutcomesProps = { environment: string; request: RequestView; current: DeletionState | "" }

/** How many links stand where; opens these alone, or all of them again. */
export function Outcomes({ environment, request, current }: OutcomesProps) {
  const t = useTranslations("deletions")
  const path = `/${environment}/deletions/${request.id}`
  const all = itemListParams.parse({})
  return (
    <OutcomeStats
      label={t("items.outcomes")}
      current={current === "" ? null : current}
      all={{ label: t("items.all"), count: request.total, href: path }}
      outcomes={deletionStates.map((state) => ({
        ...{ key: state, label: t(`itemStates.${state}`), count: request.counts[state] },
        href: `${path}${itemListParams.query(all, { state })}`,
      }))}
    />
  )
}
