import type { Metadata } from "next"
import Link from "next/link"
import { getTranslations } from "next-intl/server"
import { EndpointActs } from "@/components/recovery/outgoing/endpoint-acts"
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
        <EndpointPanel key={slug} environment={slug} endpoint={endpoint} title={name}>
          <EndpointActs environment={slug} endpoint={endpoint} />
          <Link href={`/${slug}/recovery/outgoing`} className="self-start text-accent-text hover:underline">
            {t("endpoint.log")}
          </Link>
        </EndpointPanel>
      ))}
    </>
  )
}
