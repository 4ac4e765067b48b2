import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { LookForm } from "@/components/repair-look/look-form"
import { AdminsOnly } from "@/components/settings/admins-only"
import { Panel } from "@/components/ui/panel"
import { getLookSettings } from "@/lib/recovery/look/queries"
import { requireCtx, requireMember } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("repairLook"))("title") }
}

export default async function RepairPageSettings() {
  const { admin, environments } = await requireMember()
  if (!admin) return <AdminsOnly />
  const t = await getTranslations("repairLook")
  const looks = await Promise.all(
    environments.map(async ({ slug, name }) => ({ slug, name, look: await getLookSettings(await requireCtx(slug)) })),
  )
  return (
    <>
      <p className="max-w-2xl text-muted">{t("description")}</p>
      {looks.map(({ slug, name, look }) => (
        <Panel key={slug} title={name}>
          <LookForm slug={slug} name={name} look={look} />
        </Panel>
      ))}
    </>
  )
}
