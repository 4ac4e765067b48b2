import { useTranslations } from "next-intl"
import { Segmented } from "@/components/ui/segmented"
import { type ListedKind, listedKinds, sweepListParams } from "@/lib/sync/progress/schema"

/** Full sweeps first: of the others there are hundreds a day. */
export function KindFilter({ environment, kind }: { environment: string; kind: ListedKind }) {
  const t = useTranslations("sync.filter")
  const none = sweepListParams.parse({})
  const segments = listedKinds.map((value) => ({
    value,
    label: t(value),
    href: `/${environment}/sync${sweepListParams.query(none, { kind: value })}`,
  }))
  return <Segmented label={t("label")} segments={segments} value={kind} />
}
