"use client"

import { useTranslations } from "next-intl"
import { Badge } from "@/components/ui/badge"
import { useClock } from "@/components/ui/clock"
import { Time } from "@/components/ui/time"
import { isOverdue, refreshedStatus } from "@/lib/links/rules"
import { useLink } from "./link-context"

/** When Belvo should read the bank again by itself, or that it should have. */
export function NextRefresh() {
  const t = useTranslations("link.refreshDue")
  const { link } = useLink()
  const now = useClock()
  const at = () => <Time at={link.refreshDueAt} />
  const monthly = link.refreshRate === "30d" && <span className="block text-faint text-sm">{t("monthly")}</span>
  if (link.removedAt !== null) return <span className="text-muted">{t("removed")}</span>
  if (link.accessMode === "single") return <span className="text-muted">{t("never")}</span>
  if (link.refreshDueAt === null) return <span className="text-muted">{t("unknown")}</span>
  if (link.status !== refreshedStatus) return <span className="text-muted">{t("broken")}</span>
  return (
    <>
      {isOverdue(link, now) ? <Badge tone="token">{t.rich("overdue", { at })}</Badge> : t.rich("expected", { at })}
      {monthly}
    </>
  )
}
