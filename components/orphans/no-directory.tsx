import { useTranslations } from "next-intl"
import { ButtonLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { Panel } from "@/components/ui/panel"

/** Nothing can be said of a link's owner before users are known: no link is called an orphan. */
export function NoDirectory({ environment }: { environment: string }) {
  const t = useTranslations("orphans.noDirectory")
  return (
    <Panel>
      <EmptyState
        title={t("title")}
        actions={
          <ButtonLink variant="primary" href={`/${environment}/directory`}>
            {t("go")}
          </ButtonLink>
        }
      >
        {t("why")}
      </EmptyState>
    </Panel>
  )
}
