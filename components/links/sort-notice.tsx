import { useTranslations } from "next-intl"
import { mostGathered } from "@/lib/links/rules"
import type { LinkSort } from "@/lib/links/schema"
import type { Sort } from "@/lib/list-params"

/** Says why the list is in another order than was asked for. */
export function SortNotice({ asked, shown }: { asked: Sort<LinkSort>; shown: Sort<LinkSort> }) {
  const t = useTranslations("links")
  if (asked.key === shown.key) return null
  return (
    <p role="status" className="text-muted text-sm">
      {t("otherOrder", { shown: t(`columns.${shown.key}`), most: mostGathered })}
    </p>
  )
}
