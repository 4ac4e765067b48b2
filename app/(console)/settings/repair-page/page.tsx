import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { textsOf } from "@/components/repair/texts"
import { LookForm } from "@/components/repair-look/look-form"
import type { PreviewTexts } from "@/components/repair-look/look-preview"
import { AdminsOnly } from "@/components/settings/admins-only"
import { Panel } from "@/components/ui/panel"
import { getLookSettings } from "@/lib/recovery/look/queries"
import type { CustomerLocale } from "@/lib/recovery/schema"
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
  const texts = await previewTexts()
  return (
    <>
      <p className="max-w-2xl text-muted">{t("description")}</p>
      {looks.map(({ slug, name, look }) => (
        <Panel key={slug} title={name}>
          <LookForm slug={slug} name={name} look={look} texts={texts} />
        </Panel>
      ))}
    </>
  )
}

async function previewTexts(): Promise<PreviewTexts> {
  const of = async (locale: CustomerLocale) => (await textsOf(locale, { operator: "", institution: null })).screens.open
  const [es, pt, en] = await Promise.all([of("es"), of("pt-BR"), of("en")])
  return { es, "pt-BR": pt, en }
}
