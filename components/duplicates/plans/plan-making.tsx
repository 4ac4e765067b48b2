import { useTranslations } from "next-intl"
import { KeepFresh } from "@/components/shell/keep-fresh"
import { Panel } from "@/components/ui/panel"
import { Progress } from "@/components/ui/progress"
import type { PlanView } from "@/lib/duplicates/plans/schema"

/** How far a plan is that is being worked out; it may be left. */
export function PlanMaking({ plan }: { plan: PlanView }) {
  const t = useTranslations("plans.making")
  return (
    <Panel title={t("title")}>
      <KeepFresh />
      <Progress label={t("title")} done={plan.made} total={plan.groups} />
      <p className="mt-2 text-faint text-sm">{t("mayLeave")}</p>
    </Panel>
  )
}
