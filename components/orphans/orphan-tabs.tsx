import { useTranslations } from "next-intl"
import { Segmented } from "@/components/ui/segmented"

type Tab = "orphans" | "missing" | "adoptions" | "decisions"

/** Links that nobody knows, ids that Belvo does not, what was handed over, and what was decided about many at once. */
export function OrphanTabs({ environment, current }: { environment: string; current: Tab }) {
  const t = useTranslations("orphans.tabs")
  const path = `/${environment}/orphans`
  return (
    <div>
      <Segmented
        label={t("label")}
        value={current}
        segments={[
          { value: "orphans", label: t("orphans"), href: path },
          { value: "missing", label: t("missing"), href: `${path}/missing` },
          { value: "adoptions", label: t("adoptions"), href: `${path}/adoptions` },
          { value: "decisions", label: t("decisions"), href: `${path}/decisions` },
        ]}
      />
    </div>
  )
}
