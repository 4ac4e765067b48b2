import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { BatchTable } from "@/components/batches/batch-table"
import { ListFrame } from "@/components/shell/list-frame"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { OnwardPagination } from "@/components/ui/pagination"
import { listBatches } from "@/lib/batches/queries"
import type { Ctx } from "@/lib/ctx"
import { fromCursor } from "@/lib/page"
import { requireCtx } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("batches"))("title") }
}

/** What was done to many links at once, and what is under way. */
export default async function BatchesPage({ params, searchParams }: PageProps<"/[environment]/batches">) {
  const { environment } = await params
  const { after } = await searchParams
  const ctx = await requireCtx(environment)
  const t = await getTranslations("batches")
  const cursor = typeof after === "string" ? after : null
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <PageBody>
        <ListFrame key={String(cursor)} rows={8}>
          <Batches ctx={ctx} after={cursor} />
        </ListFrame>
      </PageBody>
    </>
  )
}

async function Batches({ ctx, after }: { ctx: Ctx; after: string | null }) {
  const { slug } = ctx.environment
  const { rows, after: next } = await listBatches(ctx, { after: after === null ? null : (fromCursor(after) ?? null) })
  return (
    <>
      <BatchTable environment={slug} batches={rows} />
      <OnwardPagination path={`/${slug}/batches`} isFirst={after === null} next={next} />
    </>
  )
}
