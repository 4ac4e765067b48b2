import { useTranslations } from "next-intl"
import { Segmented } from "@/components/ui/segmented"
import { type DuplicateListParams, duplicateListParams, duplicateQueues } from "@/lib/duplicates/schema"

type DuplicateQueuesProps = { environment: string; params: DuplicateListParams }

/** The two queues, and in plain words what is in the one that is open. */
export function DuplicateQueues({ environment, params }: DuplicateQueuesProps) {
  const t = useTranslations("duplicates.queues")
  const segments = duplicateQueues.map((queue) => ({
    value: queue,
    label: t(`${queue}.label`),
    href: `/${environment}/duplicates${duplicateListParams.query(params, { queue })}`,
  }))
  return (
    <div className="flex flex-col items-start gap-2">
      <Segmented label={t("label")} segments={segments} value={params.queue} />
      <p className="max-w-3xl text-muted">{t(`${params.queue}.why`)}</p>
    </div>
  )
}
