import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { AdminsOnly } from "@/components/settings/admins-only"
import { BudgetPanel } from "@/components/settings/budget-panel"
import { RefreshEvery } from "@/components/settings/refresh-every"
import { listBudgets } from "@/lib/environments/settings/queries"
import { requireInstallationCtx, requireMember } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings.budget"))("title") }
}

export default async function BudgetPage() {
  const { admin } = await requireMember()
  if (!admin) return <AdminsOnly />
  const budgets = await listBudgets(await requireInstallationCtx())
  const t = await getTranslations("settings.budget")
  return (
    <>
      <p className="max-w-2xl text-muted">{t("description")}</p>
      {budgets.map((budget) => (
        <BudgetPanel key={budget.host} budget={budget} />
      ))}
      <RefreshEvery seconds={5} />
    </>
  )
}
