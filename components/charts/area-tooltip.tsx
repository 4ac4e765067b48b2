"use client"

import { useLocale, useTranslations } from "next-intl"
import { formatDay, formatNumber, formatShare } from "@/lib/format"
import { Swatch } from "./legend"
import type { Series, StackedDay } from "./series"

type AreaTooltipProps = { series: readonly Series[]; day: StackedDay | undefined; share: boolean }

/** All series of a day, in the order in which they lie. */
export function AreaTooltip({ series, day, share }: AreaTooltipProps) {
  const t = useTranslations("ui.chart")
  const locale = useLocale()
  if (day === undefined) return null
  const { spans } = day
  const format = (value: number) => (share ? formatShare(locale, value) : formatNumber(locale, value))
  return (
    <div className="rounded border border-strong bg-raised px-3 py-2 shadow-float">
      <p className="font-medium">{formatDay(locale, day.day)}</p>
      {spans === null ? (
        <p className="text-muted">{t("noRecording")}</p>
      ) : (
        <table>
          <tbody>
            {series.toReversed().map(({ key, label, tone }) => {
              const [from, to] = spans[key] ?? [0, 0]
              return (
                <tr key={key}>
                  <th scope="row" className="pr-4 text-left font-normal text-muted">
                    <Swatch tone={tone} /> {label}
                  </th>
                  <td className="text-right">{format(to - from)}</td>
                </tr>
              )
            })}
            <tr>
              <th scope="row" className="pr-4 text-left font-medium">
                {t("total")}
              </th>
              <td className="text-right font-medium">{formatNumber(locale, day.total)}</td>
            </tr>
          </tbody>
        </table>
      )}
    </div>
  )
}
