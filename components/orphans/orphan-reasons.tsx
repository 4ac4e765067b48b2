import { useTranslations } from "next-intl"
import { Num } from "@/components/ui/num"
import { Stat } from "@/components/ui/stat"
import type { OrphanCounts } from "@/lib/orphans/list/queries"
import { type OrphanListParams, orphanListParams } from "@/lib/orphans/schema"

type OrphanReasonsProps = { environment: string; counts: OrphanCounts; params: OrphanListParams }

/** Each reason with the number of its links; opens their list, or all of it again. */
export function OrphanReasons({ environment, counts, params }: OrphanReasonsProps) {
  const t = useTranslations("orphans")
  const path = `/${environment}/orphans`
  return (
    <section aria-label={t("reasons")} className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {counts.map(({ reason, total }) => {
        const isCurrent = params.reason === reason
        return (
          <Stat
            key={reason}
            label={
              <>
                {t(`reason.${reason}`)} {isCurrent && <span className="text-accent-text">· {t("shown")}</span>}
              </>
            }
            value={
              <>
                <Num value={total.count} />
                {!total.exact && "+"}
              </>
            }
            note={isCurrent ? t("showAll") : t(`why.${reason}`)}
            href={`${path}${orphanListParams.query(params, { reason: isCurrent ? "" : reason })}`}
          />
        )
      })}
    </section>
  )
}
