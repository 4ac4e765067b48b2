import { Compass } from "lucide-react"
import { useTranslations } from "next-intl"
import { ButtonLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"

/** An address that leads nowhere, or to what this reader may not see: the two are told alike. */
export function NothingHere() {
  const t = useTranslations("shell.frame")
  return (
    <EmptyState
      heading
      icon={<Compass />}
      title={t("notFound")}
      actions={<ButtonLink href="/">{t("home")}</ButtonLink>}
    >
      {t("notFoundWhy")}
    </EmptyState>
  )
}
