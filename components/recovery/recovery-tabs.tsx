import { useTranslations } from "next-intl"
import { Segmented } from "@/components/ui/segmented"

const tabs = [
  { name: "sessions", path: "" },
  { name: "campaigns", path: "/campaigns" },
  { name: "outgoing", path: "/outgoing" },
] as const
export type RecoveryTab = (typeof tabs)[number]["name"]

/** One customer at a time, or many at once. */
export function RecoveryTabs({ environment, current }: { environment: string; current: RecoveryTab }) {
  const t = useTranslations("recoveries.tabs")
  const segments = tabs.map(({ name, path }) => ({
    ...{ value: name, label: t(name), href: `/${environment}/recovery${path}` },
  }))
  return (
    <div>
      <Segmented label={t("label")} value={current} segments={segments} />
    </div>
  )
}
