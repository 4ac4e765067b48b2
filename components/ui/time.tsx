"use client"

import { useLocale, useTimeZone, useTranslations } from "next-intl"
import { formatClock, formatDate, formatInstant } from "@/lib/format"
import { parseInstant, relativeParts } from "@/lib/time"
import { useClock } from "./clock"

type TimeProps = {
  /** ISO 8601, or null where there is none. */
  at: string | Date | null
  /** `relative`: 3 h ago. `date`: 14 Mar 2026. `clock`: 09:12. `moment`: that, with the date unless it is today's. `instant`: all of it. */
  show?: "relative" | "date" | "clock" | "moment" | "instant"
}

/** A moment: short in the line, absolute with its zone on hover, and exact for machines. */
export function Time({ at, show = "relative" }: TimeProps) {
  const locale = useLocale()
  const timeZone = useTimeZone() ?? "UTC"
  const moment = typeof at === "string" ? parseInstant(at) : at
  if (moment === null) return <span className="text-faint">—</span>
  const whole = formatInstant(locale, timeZone, moment)
  const formats = { date: formatDate, clock: formatClock, instant: formatInstant }
  return (
    <time
      dateTime={moment.toISOString()}
      data-tip={show === "instant" ? undefined : whole}
      className="whitespace-nowrap"
    >
      {show === "relative" && <Relative at={moment} />}
      {show === "moment" && <Dated at={moment} />}
      {show !== "relative" && show !== "moment" && formats[show](locale, timeZone, moment)}
    </time>
  )
}

function Relative({ at }: { at: Date }) {
  const t = useTranslations("time")
  const { unit, count, future } = relativeParts(at, useClock())
  return future ? t(`future.${unit}`, { count }) : t(`past.${unit}`, { count })
}

function Dated({ at }: { at: Date }) {
  const locale = useLocale()
  const timeZone = useTimeZone() ?? "UTC"
  const [date, today] = [formatDate(locale, timeZone, at), formatDate(locale, timeZone, useClock())]
  const clock = formatClock(locale, timeZone, at)
  return date === today ? clock : `${date}, ${clock}`
}
