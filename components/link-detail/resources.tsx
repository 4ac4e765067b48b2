"use client"

import { CircleCheck, CircleDashed } from "lucide-react"
import { useLocale, useTimeZone, useTranslations } from "next-intl"
import { Badge } from "@/components/ui/badge"
import { Banner } from "@/components/ui/banner"
import { useClock } from "@/components/ui/clock"
import { formatInstant } from "@/lib/format"
import { listReadiness, type Readiness } from "@/lib/refreshes/rules"
import { useLink } from "./link-context"
import { Section } from "./section"

const looks = {
  ready: { Icon: CircleCheck, tone: "valid" },
  awaited: { Icon: CircleDashed, tone: "token" },
} as const

/** Which of the link's data has arrived at Belvo, by Belvo's own word. */
export function Resources() {
  const t = useTranslations("link.resources")
  const { link, page } = useLink()
  const tip = useTip()
  const resources = listReadiness(page.refresh.resources, link, useClock())
  const namesOf = (readiness: Readiness) =>
    resources.flatMap((one) => (one.readiness === readiness ? [one.resource] : [])).join(", ")
  const isAwaited = resources.some(({ readiness }) => readiness === "awaited")
  const unheard = namesOf("unheard")
  // With the link its data has gone.
  if (link.removedAt !== null) return null
  return (
    <Section title={t("title")}>
      {isAwaited && <Banner grade="warning" className="mb-2" title={t("notReady")} />}
      {resources.length === 0 && <p className="text-muted">{t("none")}</p>}
      <ul className="flex flex-wrap gap-1.5">
        {resources.map(({ resource, readiness, at }) => {
          if (readiness === "unheard") return null
          const { Icon, tone } = looks[readiness]
          return (
            <li key={resource} data-tip={tip(readiness, at)}>
              <Badge tone={tone} icon={<Icon aria-hidden />}>
                {resource} <span className="font-normal">{t(readiness)}</span>
              </Badge>
            </li>
          )
        })}
      </ul>
      {unheard !== "" && (
        <p className="mt-1 text-muted text-sm" data-tip={t("unheardTip")}>
          {t("unheard", { names: unheard })}
        </p>
      )}
    </Section>
  )
}

function useTip() {
  const t = useTranslations("link.resources")
  const locale = useLocale()
  const timeZone = useTimeZone() ?? "UTC"
  return (readiness: Readiness, at: string | null): string => {
    const when = at === null ? "" : formatInstant(locale, timeZone, new Date(at))
    if (readiness === "ready") return t("readyTip", { at: when })
    return at === null ? t("awaitedNewTip") : t("awaitedTip", { at: when })
  }
}
