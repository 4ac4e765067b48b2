"use client"

import { useTranslations } from "next-intl"
import { toTone } from "@/components/links/link-status-badge"
import { type Interval, timeInStatus } from "@/lib/history/intervals/rules"
import { lastingParts } from "@/lib/time"

/** How long the link was what, as one line to scale and in words. */
export function StatusStrip({ intervals }: { intervals: readonly Interval[] }) {
  const t = useTranslations("link.timeline.strip")
  const words = useLastingWords()
  if (intervals.length === 0) return null
  const lasted = timeInStatus(intervals)
  const times = lasted.map(({ status, ms }) => words(status, ms)).join(", ")
  const wholeMs = lasted.reduce((sum, { ms }) => sum + ms, 0)
  return (
    <div className="mb-2">
      <div role="img" aria-label={t("label", { times })} className="flex h-2 gap-px overflow-hidden rounded-sm">
        {intervals.map(({ status, from, to }) => {
          const ms = to.getTime() - from.getTime()
          return (
            <span
              key={from.getTime()}
              data-tip={words(status, ms)}
              className={status === null ? "min-w-px border border-line bg-sunken" : "min-w-px"}
              style={{
                width: `${(ms / wholeMs) * 100}%`,
                ...(status === null ? {} : { background: `var(--c-${toTone(status)}-solid)` }),
              }}
            />
          )
        })}
      </div>
      <p aria-hidden className="mt-1 text-muted text-sm">
        {times}
      </p>
    </div>
  )
}

/** "valid 41 d"; a status that we have no word for in Belvo's. */
function useLastingWords() {
  const t = useTranslations("link.timeline.strip")
  const tStatus = useTranslations("status")
  const tTime = useTranslations("time.lasting")
  return (status: string | null, ms: number): string => {
    const { unit, count } = lastingParts(ms)
    const tone = status === null ? null : toTone(status)
    const key = tone === "token" ? "token_required" : tone
    const name = key === null ? t("unrecorded") : tStatus(`${key}.label`, { word: status ?? "" })
    return `${name} ${tTime(unit, { count })}`
  }
}
