import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { EndpointPanel } from "@/components/recovery/outgoing/endpoint-panel"
import { AdminsOnly } from "@/components/settings/admins-only"
import { findEndpoint } from "@/lib/outgoing/queries"
import { requireCtx, requireMember } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("outgoing"))("title") }
}

/** Where each environment hands its addresses over; what was sent has a page of its own. */
export default async function OutgoingSettings() {
  const { admin, environments } = await requireMember()
  if (!admin) return <AdminsOnly />
  const t = await getTranslations("outgoing")
  const endpoints = await Promise.all(
    environments.map(async ({ slug, name }) => ({
      ...{ slug, name },
      endpoint: await findEndpoint(await requireCtx(slug)),
    })),
  )
  return (
    <>
      <p className="max-w-2xl text-muted">{t("description")}</p>
      {endpoints.map(({ slug, name, endpoint }) => (
        <EndpointPanel
          key={slug}
          environment={slug}
          endpoint={endpoint}
          maySet
          title={name}
          log={`/${slug}/recovery/outgoing`}
        />
      ))}
    </>
  )
}
