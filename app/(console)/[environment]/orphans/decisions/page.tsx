import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { BulkTable } from "@/components/orphans/bulk/bulk-table"
import { OrphanTabs } from "@/components/orphans/orphan-tabs"
import { KeepFresh } from "@/components/shell/keep-fresh"
import { ListFrame } from "@/components/shell/list-frame"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { OnwardPagination } from "@/components/ui/pagination"
import type { Ctx } from "@/lib/ctx"
import { listBulk } from "@/lib/orphans/bulk/queries"
import { type BulkListParams, bulkListParams } from "@/lib/orphans/bulk/schema"
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
  return (
    <>
      <PageHeader title={t("title")} description={t("bulk.description")} />
      <PageBody>
        <OrphanTabs environment={environment} current="decisions" />
        <ListFrame key={`list ${bulkListParams.query(list, { after: list.after })}`} rows={8}>
          <Decisions ctx={ctx} params={list} />
        </ListFrame>
      </PageBody>
    </>
  )
}

async function Decisions({ ctx, params }: { ctx: Ctx; params: BulkListParams }) {
  const { slug } = ctx.environment
  const { rows, after } = await listBulk(ctx, params)
  return (
    <>
      {rows.some(({ state }) => state === "running") && <KeepFresh />}
      <BulkTable environment={slug} rows={rows} />
      <OnwardPagination path={`/${slug}/orphans/decisions`} isFirst={params.after === null} next={after} />
    </>
  )
}
