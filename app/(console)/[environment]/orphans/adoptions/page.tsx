import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { AdoptionFiles } from "@/components/orphans/adoption-files"
import { ExportAdoptions } from "@/components/orphans/export-adoptions"
import { OrphanTabs } from "@/components/orphans/orphan-tabs"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { Panel } from "@/components/ui/panel"
import { countToExport, listAdoptionExports } from "@/lib/orphans/adoptions/queries"
import { adoptionListParams } from "@/lib/orphans/schema"
import { mayFor } from "@/lib/permissions"
import { requireCtx } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("orphans.adoptions"))("title") }
}

/** What was adopted, as files for the operator's own database. */
export default async function AdoptionsPage({ params, searchParams }: PageProps<"/[environment]/orphans/adoptions">) {
  const { environment } = await params
  const ctx = await requireCtx(environment)
  const list = adoptionListParams.parse(await searchParams)
  const t = await getTranslations("orphans")
  const [waiting, page] = [await countToExport(ctx), await listAdoptionExports(ctx, list)]
  const mayTake = mayFor(ctx.actor, ["exports:machine"])["exports:machine"]
  return (
    <>
      <PageHeader title={t("title")} description={t("adoptions.description")} />
      <PageBody>
        <OrphanTabs environment={environment} current="adoptions" />
        <Panel
          title={t("adoptions.next")}
          actions={mayTake && <ExportAdoptions environment={environment} waiting={waiting} />}
        >
          <p>
            {t("adoptions.waiting", { count: waiting.count })}
            {!waiting.exact && "+"}
          </p>
          <p className="mt-1 max-w-3xl text-muted">{t("adoptions.how")}</p>
        </Panel>
        <AdoptionFiles environment={environment} page={page} first={list.after === null} mayTake={mayTake} />
      </PageBody>
    </>
  )
}
