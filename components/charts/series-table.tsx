"use client"

import Link from "next/link"
import { useLocale, useTranslations } from "next-intl"
import { Num } from "@/components/ui/num"
import { formatDay } from "@/lib/format"
import { type ChartDay, type DayLinks, dayHref, type Series } from "./series"

type SeriesTableProps = {
  label: string
  series: readonly Series[]
  days: readonly ChartDay[]
  dayLinks?: DayLinks | undefined
}

const cell = "border-line border-b px-3 py-1 text-right first:pl-4 first:text-left last:pr-4"

/** The chart's numbers, the newest day first. */
export function SeriesTable({ label, series, days, dayLinks }: SeriesTableProps) {
  const t = useTranslations("ui.chart")
  const columns = series.toReversed()
  return (
    <table aria-label={label} className="w-full border-separate border-spacing-0">
      <thead>
        <tr className="text-muted text-sm">
          {[t("day"), ...columns.map((one) => one.label), t("total")].map((name) => (
            <th key={name} scope="col" className={`${cell} sticky top-0 bg-surface font-medium`}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {days.toReversed().map(({ day, values }) => (
          <tr key={day}>
            <th scope="row" className={`${cell} whitespace-nowrap font-normal`}>
              <DayName day={day} href={dayHref(dayLinks, day)} />
            </th>
            {columns.map(({ key }) => (
              <td key={key} className={cell}>
                <Num value={values === null ? null : (values[key] ?? 0)} />
              </td>
            ))}
            <td className={cell}>
              <Num value={values === null ? null : series.reduce((sum, { key }) => sum + (values[key] ?? 0), 0)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function DayName({ day, href }: { day: string; href: string | null }) {
  const name = formatDay(useLocale(), day)
  if (href === null) return name
  return (
    <Link href={href} className="underline decoration-line underline-offset-2 hover:decoration-ink">
      {name}
    </Link>
  )
}
