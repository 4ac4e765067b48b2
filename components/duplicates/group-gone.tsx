import { useTranslations } from "next-intl"
import { ButtonLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"

/** Somebody has resolved it meanwhile, or its links changed. */
export function GroupGone({ environment }: { environment: string }) {
  const t = useTranslations("duplicates.gone")
  return (
    <EmptyState title={t("title")} actions={<ButtonLink href={`/${environment}/duplicates`}>{t("list")}</ButtonLink>}>
      {t("why")}
    </EmptyState>
  )
}
