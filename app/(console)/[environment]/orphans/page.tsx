import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { WithoutExternalId } from "@/components/external-ids/without-external-id"
import { DecideMatching } from "@/components/orphans/bulk/decide-matching"
import { NoDirectory } from "@/components/orphans/no-directory"
import { OrphanReasons } from "@/components/orphans/orphan-reasons"
import { OrphanTabs } from "@/components/orphans/orphan-tabs"
import { OrphansTable } from "@/components/orphans/orphans-table"
import { ReviewProgress } from "@/components/orphans/review-progress"
import { ListFrame } from "@/components/shell/list-frame"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { FileLink } from "@/components/ui/button"
import type { Ctx } from "@/lib/ctx"
import { countOffenders } from "@/lib/external-ids/queries"
import { countReasons, listOrphanInstitutions, listOrphans } from "@/lib/orphans/list/queries"
import { getOrphanReview } from "@/lib/orphans/reviewing/queries"
import { type OrphanListParams, orphanListParams } from "@/lib/orphans/schema"
import { mayFor } from "@/lib/permissions"
import { requireCtx } from "@/lib/request"
import { findSyncedAt } from "@/lib/sync/queries"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("orphans"))("title") }
}

/** Links at Belvo that no user of the directory knows, whose they may be, and what to do about them. */
export default async function OrphansPage({ params, searchParams }: PageProps<"/[environment]/orphans">) {
  const { environment } = await params
  const ctx = await requireCtx(environment)
  const list = orphanListParams.parse(await searchParams)
  const t = await getTranslations("orphans")
  const { hasDirectory, underWay } = await getOrphanReview(ctx)
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={hasDirectory && <Acts ctx={ctx} params={list} />}
      />
      <PageBody>
        <OrphanTabs environment={environment} current="orphans" />
        {underWay && <ReviewProgress {...underWay} />}
        {hasDirectory ? (
          <ListFrame key={`list ${orphanListParams.query(list)}`}>
            <Orphans ctx={ctx} params={list} />
          </ListFrame>
        ) : (
          <Unknown ctx={ctx} />
        )}
      </PageBody>
    </>
  )
}

async function Orphans({ ctx, params }: { ctx: Ctx; params: OrphanListParams }) {
  const t = await getTranslations("orphans")
  const { slug } = ctx.environment
  const may = mayFor(ctx.actor, ["orphans:resolve", "deletions:request"])
  const readAt = ctx.now().toISOString()
  const [page, counts] = [await listOrphans(ctx, params), await countReasons(ctx, params)]
  return (
    <>
      <OrphanReasons environment={slug} counts={counts} params={params} />
      <OrphansTable
        environment={slug}
        page={page}
        params={params}
        readAt={readAt}
        institutions={await listOrphanInstitutions(ctx, params)}
        swept={(await findSyncedAt(ctx)) !== null}
        may={{ resolve: may["orphans:resolve"], delete: may["deletions:request"] }}
      />
      <p className="max-w-3xl text-muted">{t("advice")}</p>
    </>
  )
}

async function Acts({ ctx, params }: { ctx: Ctx; params: OrphanListParams }) {
  const t = await getTranslations("orphans")
  const { slug } = ctx.environment
  const may = mayFor(ctx.actor, ["orphans:resolve", "exports:create"])
  const file = `/api/${slug}/orphans.csv${orphanListParams.query({ ...params, after: null, before: null })}`
  return (
    <>
      {may["orphans:resolve"] && <DecideMatching environment={slug} kind="adopt" params={params} />}
      {may["exports:create"] && <FileLink href={file}>{t("csv")}</FileLink>}
    </>
  )
}

async function Unknown({ ctx }: { ctx: Ctx }) {
  const { slug } = ctx.environment
  const [{ none }, syncedAt] = await Promise.all([countOffenders(ctx), findSyncedAt(ctx)])
  return (
    <>
      <NoDirectory environment={slug} />
      <WithoutExternalId environment={slug} none={none} swept={syncedAt !== null} />
    </>
  )
}
