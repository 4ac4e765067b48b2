import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { SetupForm } from "@/components/recovery/setup-form"
import { AdminsOnly } from "@/components/settings/admins-only"
import { Panel } from "@/components/ui/panel"
import { findConnectingSetup } from "@/lib/recovery/connecting/setup/queries"
import { requireCtx, requireMember } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("connect.setup"))("title") }
}

/** How Belvo's widget presents the operator where something new is connected, environment by environment. */
export default async function WidgetSettings() {
  const { admin, environments } = await requireMember()
  if (!admin) return <AdminsOnly />
  const t = await getTranslations("connect.setup")
  const setups = await Promise.all(
    environments.map(async ({ slug, name }) => ({
      ...{ slug, name },
      setup: await findConnectingSetup(await requireCtx(slug)),
    })),
  )
  return (
    <>
      <p className="max-w-2xl text-muted">{t("description")}</p>
      {setups.map(({ slug, name, setup }) => (
        <Panel key={slug} id={`environment-${slug}`} title={name}>
          <SetupForm environment={slug} setup={setup} />
        </Panel>
      ))}
    </>
  )
}
