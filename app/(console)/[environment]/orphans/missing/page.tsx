import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { MissingTable } from "@/components/orphans/missing-table"
import { NoDirectory } from "@/components/orphans/no-directory"
import { OrphanTabs } from "@/components/orphans/orphan-tabs"
import { ReviewProgress } from "@/components/orphans/review-progress"
import { ListFrame } from "@/components/shell/list-frame"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import type { Ctx } from "@/lib/ctx"
import { listMissing } from "@/lib/orphans/missing/queries"
import { getOrphanReview } from "@/lib/orphans/reviewing/queries"
import { type MissingListParams, missingListParams } from "@/lib/orphans/schema"
import { mayFor } from "@/lib/permissions"
import { requireCtx } from "@/lib/request"
import { findSyncedAt } from "@/lib/sync/queries"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("orphans.missing"))("title") }
}

/** The opposite of an orphan: what the directory knows and Belvo has not. */
export default async function MissingPage({ params, searchParams }: PageProps<"/[environment]/orphans/missing">) {
  const { environment } = await params
  const ctx = await requireCtx(environment)
  const list = missingListParams.parse(await searchParams)
  const t = await getTranslations("orphans")
  const { hasDirectory, underWay } = await getOrphanReview(ctx)
  return (
    <>
      <PageHeader title={t("title")} description={t("missing.description")} />
      <PageBody>
        <OrphanTabs environment={environment} current="missing" />
        {underWay && <ReviewProgress {...underWay} />}
        {hasDirectory ? (
          <ListFrame key={missingListParams.query(list)}>
            <Missing ctx={ctx} params={list} />
          </ListFrame>
        ) : (
          <NoDirectory environment={environment} />
        )}
      </PageBody>
    </>
  )
}

async function Missing({ ctx, params }: { ctx: Ctx; params: MissingListParams }) {
  const mayExport = mayFor(ctx.actor, ["exports:create"])["exports:create"]
  const [page, syncedAt] = await Promise.all([listMissing(ctx, params), findSyncedAt(ctx)])
  return (
    <MissingTable
      environment={ctx.environment.slug}
      page={page}
      params={params}
      swept={syncedAt !== null}
      mayExport={mayExport}
    />
  )
}
