import { useTranslations } from "next-intl"
import { ButtonLink } from "@/components/ui/button"
import { Panel } from "@/components/ui/panel"
import { duplicateListParams } from "@/lib/duplicates/schema"

/** Whether ids are unique per user is seen by who signs in at the bank, which duplicates are told by: their queue has the list. */
export function SharedLogins({ environment }: { environment: string }) {
  const t = useTranslations("externalIds.shared")
  const query = duplicateListParams.query(duplicateListParams.parse({}), { queue: "shared" })
  return (
    <Panel
      title={t("title")}
      actions={<ButtonLink href={`/${environment}/duplicates${query}`}>{t("show")}</ButtonLink>}
    >
      <p className="max-w-3xl text-muted">{t("why")}</p>
    </Panel>
  )
}
