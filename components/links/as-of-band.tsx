"use client"

import { useLocale, useTranslations } from "next-intl"
import { Banner } from "@/components/ui/banner"
import { ButtonLink } from "@/components/ui/button"
import { formatDay } from "@/lib/format"
import { listUnrecorded } from "@/lib/history/as-of/rules"
import type { AsOfPage, AsOfParams, Recording } from "@/lib/history/as-of/schema"
import { linkListParams } from "@/lib/links/schema"
import type { Day } from "@/lib/time"

type AsOfBandProps = { path: string; params: AsOfParams; page: AsOfPage }

/** Over a list of a past day: which day, since when that is known, what of the address does not apply, and the way back. */
export function AsOfBand({ path, params, page }: AsOfBandProps) {
  const t = useTranslations("links.asOf")
  const names = useTranslations("links.filters")
  const locale = useLocale()
  const off = listUnrecorded(params)
  const { lookedThrough } = page
  return (
    <Banner
      title={t("band", { day: formatDay(locale, params.asOf) })}
      actions={<ButtonLink href={`${path}${linkListParams.query(params, { asOf: null })}`}>{t("now")}</ButtonLink>}
    >
      <p>
        <Knowledge day={params.asOf} recording={page.recording} />
      </p>
      {params.sort.key !== "createdAt" && <p>{t("order")}</p>}
      {off.length > 0 && <p>{t("off", { names: off.map((name) => names(name)).join(", ") })}</p>}
      {lookedThrough !== null && <p>{t("lookedThrough", { count: lookedThrough })}</p>}
    </Banner>
  )
}

function Knowledge({ day, recording: { first, last } }: { day: Day; recording: Recording }) {
  const t = useTranslations("links.asOf")
  const locale = useLocale()
  if (last === day) return t("recorded")
  if (last !== null) return t("gap", { day: formatDay(locale, last) })
  return first === null ? t("never") : t("before", { day: formatDay(locale, first) })
}
