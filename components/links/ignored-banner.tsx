import { useTranslations } from "next-intl"
import { Banner } from "@/components/ui/banner"

/** What the address asked for and nobody understood. */
export function IgnoredBanner({ names }: { names: readonly string[] }) {
  const t = useTranslations("links.ignored")
  if (names.length === 0) return null
  return (
    <Banner title={t("title")}>
      {t("why", { count: names.length })} <code className="break-all font-mono text-sm">{names.join(", ")}</code>
    </Banner>
  )
}
