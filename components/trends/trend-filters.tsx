import { useTranslations } from "next-intl"
import { Button, ButtonLink } from "@/components/ui/button"
import { Segmented } from "@/components/ui/segmented"
import { Select } from "@/components/ui/select"
import type { InstitutionCount } from "@/lib/history/trends/queries"
import {
  type TrendParams,
  trendAccessModes,
  trendMeasures,
  trendParams,
  trendRanges,
} from "@/lib/history/trends/schema"

type TrendFiltersProps = { environment: string; params: TrendParams; institutions: readonly InstitutionCount[] }

/** What is counted, and how; all of it in the address. */
export function TrendFilters({ environment, params, institutions }: TrendFiltersProps) {
  const t = useTranslations("trends")
  const href = (changes: Partial<TrendParams>) => `/${environment}/trends${trendParams.query(params, changes)}`
  return (
    <div className="no-print flex flex-wrap items-center gap-3">
      <Segmented
        label={t("range.label")}
        value={params.days}
        segments={trendRanges.map((days) => ({
          value: days,
          label: t("range.days", { days: Number(days) }),
          href: href({ days }),
        }))}
      />
      <Segmented
        label={t("measure.label")}
        value={params.measure}
        segments={trendMeasures.map((measure) => ({
          value: measure,
          label: t(`measure.${measure}`),
          href: href({ measure }),
        }))}
      />
      <Segmented
        label={t("accessMode.label")}
        value={params.accessMode}
        segments={trendAccessModes.map((accessMode) => ({
          value: accessMode,
          label: t(`accessMode.${accessMode}`),
          href: href({ accessMode }),
        }))}
      />
      <form action={`/${environment}/trends`} className="flex items-center gap-2">
        <input type="hidden" name="days" value={params.days} />
        <input type="hidden" name="measure" value={params.measure} />
        <input type="hidden" name="accessMode" value={params.accessMode} />
        <input type="hidden" name="recovered" value={params.recovered} />
        <Select
          name="institution"
          aria-label={t("institution.label")}
          defaultValue={params.institution[0] ?? ""}
          className="max-w-64"
        >
          <option value="">{t("institution.all")}</option>
          {institutions.map(({ institution, displayName }) => (
            <option key={institution} value={institution}>
              {displayName ? `${displayName} (${institution})` : institution}
            </option>
          ))}
        </Select>
        <Button type="submit">{t("institution.apply")}</Button>
        {params.institution.length > 0 && (
          <ButtonLink variant="ghost" href={href({ institution: [] })}>
            {t("institution.clear")}
          </ButtonLink>
        )}
      </form>
    </div>
  )
}
