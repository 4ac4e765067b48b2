import { Lock } from "lucide-react"
import { useTranslations } from "next-intl"
import { EmptyState } from "@/components/ui/empty-state"

export function AdminsOnly() {
  const t = useTranslations("settings.adminsOnly")
  return (
    <EmptyState icon={<Lock />} title={t("title")}>
      {t("advice")}
    </EmptyState>
  )
}
