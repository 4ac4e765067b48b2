import { Lock } from "lucide-react"
import { useTranslations } from "next-intl"
import { EmptyState } from "@/components/ui/empty-state"

/** A page that exists, for roles other than the reader's. */
export function NotPermitted() {
  const t = useTranslations("shell.frame")
  return (
    <EmptyState heading icon={<Lock />} title={t("notPermitted")}>
      {t("notPermittedWhy")}
    </EmptyState>
  )
}
