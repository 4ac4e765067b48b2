import { useTranslations } from "next-intl"
import { ButtonLink } from "@/components/ui/button"
import { Panel } from "@/components/ui/panel"
import { linkListParams, noValue } from "@/lib/links/schema"

type WithoutExternalIdProps = {
  environment: string
  none: number
  /** Whether a sweep of all links has ever come to its end. */
  swept: boolean
}

/** Belvo empties what looks personal and says nothing: how many links have no external id, and why. */
export function WithoutExternalId({ environment, none, swept }: WithoutExternalIdProps) {
  const t = useTranslations("externalIds.none")
  const never = useTranslations("shell.neverSwept")
  const query = linkListParams.query(linkListParams.parse({}), { externalId: [noValue] })
  return (
    <Panel
      title={t("title")}
      actions={
        none > 0 ? (
          <ButtonLink href={`/${environment}/links${query}`}>{t("show")}</ButtonLink>
        ) : (
          !swept && <ButtonLink href={`/${environment}/sync`}>{never("go")}</ButtonLink>
        )
      }
    >
      <p className="font-medium">{none > 0 || swept ? t("count", { none }) : never("title")}</p>
      <p className="mt-1 max-w-3xl text-muted">{t("why")}</p>
    </Panel>
  )
}
