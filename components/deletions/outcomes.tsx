import { useTranslations } from "next-intl"
import { Num } from "@/components/ui/num"
import { Stat } from "@/components/ui/stat"
import { itemListParams } from "@/lib/deletions/items/schema"
import type { RequestView } from "@/lib/deletions/requests/queries"
import { type DeletionState, deletionStates } from "@/lib/deletions/schema"

type OutcomesProps = { environment: string; request: RequestView; current: DeletionState | "" }

/** How many links stand where; opens these alone, or all of them again. */
export function Outcomes({ environment, request, current }: OutcomesProps) {
  const t = useTranslations("deletions")
  const shown = deletionStates.filter((state) => request.counts[state] > 0 || state === current)
  if (shown.length < 2 && current === "") return null
  const path = `/${environment}/deletions/${request.id}`
  const all = itemListParams.parse({})
  return (
    <section aria-label={t("items.outcomes")} className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-5">
      {current !== "" && <Stat label={t("items.all")} value={<Num value={request.total} />} href={path} />}
      {shown.map((state) => (
        <Stat
          key={state}
          label={t(`itemStates.${state}`)}
          value={<Num value={request.counts[state]} />}
          href={`${path}${itemListParams.query(all, { state })}`}
        />
      ))}
    </section>
  )
}
