import { Compass } from "lucide-react"
import { useTranslations } from "next-intl"
import { ButtonLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"

export default function NotFound() {
  const t = useTranslations("shell.frame")
  return (
    <EmptyState icon={<Compass />} title={t("notFound")} actions={<ButtonLink href="/">{t("home")}</ButtonLink>}>
      {t("notFoundWhy")}
    </EmptyState>
  )
}
