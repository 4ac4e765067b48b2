import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { SetupForm } from "@/components/recovery/setup-form"
import { NotPermitted } from "@/components/shell/not-permitted"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { mayFor } from "@/lib/permissions"
import { findConnectingSetup } from "@/lib/recovery/connecting/setup/queries"
import { requireCtx } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("connect.setup"))("title") }
}

export default async function WidgetPage({ params }: PageProps<"/[environment]/recovery/widget">) {
  const { environment } = await params
  const ctx = await requireCtx(environment)
  if (!mayFor(ctx.actor, ["environments:manage"])["environments:manage"]) return <NotPermitted />
  const t = await getTranslations("connect")
  const back = { href: `/${environment}/recovery/new`, label: t("title") }
  return (
    <>
      <PageHeader title={t("setup.title")} description={t("setup.description")} back={back} />
      <PageBody>
        <SetupForm environment={environment} setup={await findConnectingSetup(ctx)} />
      </PageBody>
    </>
  )
}
