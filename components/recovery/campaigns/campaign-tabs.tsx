import { useTranslations } from "next-intl"
import { Segmented } from "@/components/ui/segmented"

const tabs = [{ name: "sessions", path: "" }] as const
const tabs = [
  { name: "campaigns", path: "/campaigns" },
  { name: "outgoing", path: "/outgoing" },
] as const
export type CampaignTab = (typeof tabs)[number]["name"]

/** One customer at a time, or many at once. */
export function RecoveryTabs({ environment, current }: { environment: string; current: RecoveryTab }) {
  const t = useTranslations("recoveries.tabs")
  // A choice of one is none.
  if (tabs.length < 2) return null
export function CampaignTabs({ environment, current }: { environment: string; current: CampaignTab }) {
  const t = useTranslations("campaigns.tabs")
  const segments = tabs.map(({ name, path }) => ({
    ...{ value: name, label: t(name), href: `/${environment}/recovery${path}` },
  }))
  return (
    <div>
      <Segmented label={t("label")} value={current} segments={segments} />
    </div>
  )
}
