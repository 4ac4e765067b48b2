"use client"

import { CircleCheck, CircleDashed, CircleHelp } from "lucide-react"
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
  unheard: { Icon: CircleHelp, tone: "neutral" },
} as const satisfies Record<Readiness, unknown>

/** Which of the link's data has arrived at Belvo, by Belvo's own word. */
export function Resources() {
  const t = useTranslations("link.resources")
  const { link, page } = useLink()
  const tip = useTip()
  const resources = listReadiness(page.refresh.resources, link, useClock())
  const awaited = resources.filter(({ readiness }) => readiness === "awaited")
  return (
    <Section title={t("title")}>
      {awaited.length > 0 && link.removedAt === null && (
        <Banner
          grade="warning"
          className="mb-2"
          title={t("notReady", { names: awaited.map((one) => one.resource).join(", ") })}
        />
      )}
      {resources.length === 0 && <p className="text-muted">{t("none")}</p>}
      <ul className="flex flex-wrap gap-1.5">
        {resources.map(({ resource, readiness, at }) => {
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
    if (readiness === "unheard") return t("unheardTip")
    return at === null ? t("awaitedNewTip") : t("awaitedTip", { at: when })
  }
}
