import { useTranslations } from "next-intl"
import { Banner } from "@/components/ui/banner"
import { ButtonLink } from "@/components/ui/button"
import { Time } from "@/components/ui/time"
import { type PlanView, planItemParams } from "@/lib/duplicates/plans/schema"

/** What somebody should look at, as it was found last; leads to these items alone. */
export function PlanWarnings({ path, plan, warned }: { path: string; plan: PlanView; warned: boolean }) {
  const t = useTranslations("plans.warnings")
  const { notValid, stillUsed, joined } = plan.warnings
  if (plan.checkedAt === null || notValid + stillUsed + joined === 0) return null
  const query = planItemParams.query(planItemParams.parse({}), { warned: !warned })
  const isExpected = plan.state === "draft" || plan.state === "ready"
  return (
    <Banner
      grade={notValid + joined > 0 || !isExpected ? "warning" : "info"}
      title={t("title")}
      actions={<ButtonLink href={`${path}${query}`}>{warned ? t("showAll") : t("show")}</ButtonLink>}
    >
      <ul className="list-disc pl-5">
        {notValid > 0 && <li>{t("notValid", { count: notValid })}</li>}
        {joined > 0 && <li>{t("joined", { count: joined })}</li>}
        {stillUsed > 0 && <li>{t(isExpected ? "usedYet" : "stillUsed", { count: stillUsed })}</li>}
      </ul>
      <p className="text-muted">{t.rich("checked", { at: () => <Time at={plan.checkedAt} /> })}</p>
    </Banner>
  )
}
