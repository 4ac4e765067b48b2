import { useTranslations } from "next-intl"
import type { GroupMember } from "@/lib/duplicates/queries"

/** How it is refreshed, rates in Belvo's short form so that neighbours compare at a glance. */
export function AccessFact({ member: { accessMode, refreshRate } }: { member: GroupMember }) {
  const t = useTranslations("link.access")
  if (accessMode === "single") return t("single")
  if (accessMode === "recurrent")
    return refreshRate === null ? t("recurrent") : t("recurrentEvery", { rate: refreshRate })
  return accessMode ?? t("unknown")
}

/** Whether Belvo holds the customer's password, and for how long. */
export function CredentialsFact({ storage }: { storage: string | null }) {
  const t = useTranslations("link.credentials")
  if (storage === null) return <span className="text-faint">—</span>
  if (storage === "store" || storage === "nostore") return t(storage)
  const days = /^(\d{1,3})d$/.exec(storage)?.[1]
  return days === undefined ? storage : t("days", { count: Number(days) })
}
