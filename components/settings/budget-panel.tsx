import { useTranslations } from "next-intl"
import { Num } from "@/components/ui/num"
import { Panel } from "@/components/ui/panel"
import { Progress } from "@/components/ui/progress"
import { budgetPriorities } from "@/lib/environments/schema"
import type { HostBudget } from "@/lib/environments/settings/queries"

/** One Belvo host: what was sent to it in the last 30 s, and for whom. */
export function BudgetPanel({ budget }: { budget: HostBudget }) {
  const t = useTranslations("settings.budget")
  return (
    <Panel title={<code className="font-mono text-sm">{budget.host}</code>} className="max-w-2xl">
      <div className="flex flex-col gap-4">
        <Progress label={t("used")} done={budget.used} total={budget.limit} />
        <table className="w-full">
          <thead>
            <tr className="border-line border-b text-left text-muted text-sm [&>th]:h-8 [&>th]:font-medium">
              <th scope="col">{t("priority")}</th>
              <th scope="col" className="text-right">
                {t("requests")}
              </th>
            </tr>
          </thead>
          <tbody>
            {budgetPriorities.map((priority) => (
              <tr key={priority} className="h-8 border-line border-b last:border-b-0">
                <td>{t(`priorities.${priority}`)}</td>
                <td className="text-right">
                  <Num value={budget.byPriority[priority]} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="text-faint text-sm">{t("sharedBy", { environments: budget.environments.join(", ") })}</p>
      </div>
    </Panel>
  )
}
