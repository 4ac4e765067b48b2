import { useTranslations } from "next-intl"
import { Banner } from "@/components/ui/banner"
import { ButtonLink } from "@/components/ui/button"
import type { StatusCount } from "@/lib/history/trends/queries"
import { StatusStats } from "./status-stats"

type StandingProps = {
  environment: string
  counts: readonly StatusCount[]
  /** The last complete reading of all links; null where there was none. */
  syncedAt: Date | null
}

/** How the links stand; none at all says nothing where they were never read. */
export function Standing({ environment, counts, syncedAt }: StandingProps) {
  const t = useTranslations("shell.neverSwept")
  if (syncedAt !== null || counts.length > 0) return <StatusStats environment={environment} counts={counts} />
  return (
    <Banner title={t("title")} actions={<ButtonLink href={`/${environment}/sync`}>{t("go")}</ButtonLink>}>
      {t("why")}
    </Banner>
  )
}
