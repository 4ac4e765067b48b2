import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { BulkTable } from "@/components/orphans/bulk/bulk-table"
import { OrphanTabs } from "@/components/orphans/orphan-tabs"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { OnwardPagination } from "@/components/ui/pagination"
import { listBulk } from "@/lib/orphans/bulk/queries"
import { bulkListParams } from "@/lib/orphans/bulk/schema"
import { requireCtx } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("orphans.bulk"))("list") }
}

/** What was decided about all orphans of a filter at once, and the way to take it back. */
export default async function DecisionsPage({ params, searchParams }: PageProps<"/[environment]/orphans/decisions">) {
  const { environment } = await params
  const ctx = await requireCtx(environment)
  const list = bulkListParams.parse(await searchParams)
  const t = await getTranslations("orphans")
  const page = await listBulk(ctx, list)
  const path = `/${environment}/orphans/decisions`
  return (
    <>
      <PageHeader title={t("title")} description={t("bulk.description")} />
      <PageBody>
        <OrphanTabs environment={environment} current="decisions" />
        <BulkTable environment={environment} rows={page.rows} />
        <OnwardPagination path={path} isFirst={list.after === null} next={page.after} />
      </PageBody>
    </>
  )
}
