import { Unplug } from "lucide-react"
import { useTranslations } from "next-intl"
import { ButtonLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"

/** In place of "there are none", where Belvo's links were never read as a whole: and where that is started. */
export function NeverSwept({ environment }: { environment: string }) {
  const t = useTranslations("shell.neverSwept")
  return (
    <EmptyState
      icon={<Unplug />}
      title={t("title")}
      actions={<ButtonLink href={`/${environment}/sync`}>{t("go")}</ButtonLink>}
    >
      {t("why")}
    </EmptyState>
  )
}
