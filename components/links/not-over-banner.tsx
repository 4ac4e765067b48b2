import { useLocale, useTranslations } from "next-intl"
import { Banner } from "@/components/ui/banner"
import { formatDay } from "@/lib/format"
import type { Day } from "@/lib/time"

/** Where somebody asked for a day that has not ended. */
export function NotOverBanner({ day }: { day: Day }) {
  const t = useTranslations("links.asOf")
  const locale = useLocale()
  return <Banner title={t("notOver", { day: formatDay(locale, day) })}>{t("notOverWhy")}</Banner>
}
