import { useTranslations } from "next-intl"
import { EmptyState } from "@/components/ui/empty-state"
import { Segmented } from "@/components/ui/segmented"
import { countOpen } from "@/lib/history/recoveries/rules"
import { type RecoveryReport, recoveryPeriods } from "@/lib/history/recoveries/schema"
import { type TrendParams, trendParams } from "@/lib/history/trends/schema"
import { RecoveryCauses, RecoveryInstitutions } from "./recovery-tables"

type RecoverySectionProps = { environment: string; params: TrendParams; report: RecoveryReport }

/** What became of the links that broke: how many came back, how fast, where, and by what it was seen. */
export function RecoverySection({ environment, params, report }: RecoverySectionProps) {
  const t = useTranslations("trends.recovery")
  const { all } = report
  const { lost, recovered, removed } = all
  return (
    <section aria-labelledby="recovery" className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div>
          <h2 id="recovery" className="font-semibold text-md">
            {t("title")}
          </h2>
          <p className="text-muted">{t("description")}</p>
        </div>
        <Segmented
          label={t("period")}
          value={params.recovered}
          segments={recoveryPeriods.map((days) => ({
            value: days,
            label: t("days", { days: Number(days) }),
            href: `/${environment}/trends${trendParams.query(params, { recovered: days })}#recovery`,
          }))}
        />
      </div>
      {lost === 0 ? (
        <EmptyState title={t("none")}>{t("noneWhy")}</EmptyState>
      ) : (
        <>
          <p>{t("summary", { lost, recovered, removed, open: countOpen(all) })}</p>
          <RecoveryInstitutions environment={environment} report={report} />
          <RecoveryCauses report={report} />
        </>
      )}
    </section>
  )
}
