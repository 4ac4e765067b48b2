import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { AddEnvironmentButton } from "@/components/environments/add-environment-button"
import { EnvironmentPanel } from "@/components/environments/environment-panel"
import { AdminsOnly } from "@/components/settings/admins-only"
import { EmptyState } from "@/components/ui/empty-state"
import { Panel } from "@/components/ui/panel"
import { listEnvironmentSettings } from "@/lib/environments/settings/queries"
import { requireInstallationCtx, requireMember } from "@/lib/request"
import { listLoads } from "@/lib/sync/schedule/queries"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("environments"))("title") }
}

export default async function EnvironmentsPage() {
  const { admin } = await requireMember()
  if (!admin) return <AdminsOnly />
  const ctx = await requireInstallationCtx()
  const [environments, loads] = await Promise.all([listEnvironmentSettings(ctx), listLoads(ctx)])
  const loadOf = new Map(loads.map((load) => [load.slug, load]))
  const t = await getTranslations("environments")
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="max-w-2xl text-muted">{t("description")}</p>
        <AddEnvironmentButton />
      </div>
      {environments.length === 0 && (
        <Panel>
          <EmptyState title={t("empty.title")}>{t("empty.advice")}</EmptyState>
        </Panel>
      )}
      {environments.map((environment) => {
        const load = loadOf.get(environment.slug)
        return load && <EnvironmentPanel key={environment.slug} environment={environment} load={load} />
      })}
    </>
  )
}
