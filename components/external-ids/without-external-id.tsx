import { useTranslations } from "next-intl"
import { ButtonLink } from "@/components/ui/button"
import { Panel } from "@/components/ui/panel"
import { linkListParams, noValue } from "@/lib/links/schema"

/** Belvo empties what looks personal and says nothing: how many links have no external id, and why. */
export function WithoutExternalId({ environment, none }: { environment: string; none: number }) {
  const t = useTranslations("externalIds.none")
  const query = linkListParams.query(linkListParams.parse({}), { externalId: [noValue] })
  return (
    <Panel
      title={t("title")}
      actions={none > 0 && <ButtonLink href={`/${environment}/links${query}`}>{t("show")}</ButtonLink>}
    >
      <p className="font-medium">{t("count", { none })}</p>
      <p className="mt-1 max-w-3xl text-muted">{t("why")}</p>
    </Panel>
  )
}
