import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { DuplicateQueues } from "@/components/duplicates/duplicate-queues"
import { PlannableDuplicates } from "@/components/duplicates/plans/plannable-duplicates"
import { ListFrame } from "@/components/shell/list-frame"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { ButtonLink } from "@/components/ui/button"
import type { Ctx } from "@/lib/ctx"
import { listGroups } from "@/lib/duplicates/queries"
import { type DuplicateListParams, duplicateListParams, otherQueue } from "@/lib/duplicates/schema"
import { listFacets } from "@/lib/links/facets/queries"
import { mayFor } from "@/lib/permissions"
import { requireCtx } from "@/lib/request"
import { findSyncedAt } from "@/lib/sync/queries"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("duplicates"))("title") }
}

/** Links of the same person at the same institution, in two queues. */
export default async function DuplicatesPage({ params, searchParams }: PageProps<"/[environment]/duplicates">) {
  const { environment } = await params
  const ctx = await requireCtx(environment)
  const list = duplicateListParams.parse(await searchParams)
  const t = await getTranslations("duplicates")
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={<ButtonLink href={`/${environment}/duplicates/older`}>{t("older.open")}</ButtonLink>}
      />
      <PageBody fill>
        <DuplicateQueues environment={environment} params={list} />
        <ListFrame key={duplicateListParams.query(list)}>
          <Groups ctx={ctx} params={list} />
        </ListFrame>
      </PageBody>
    </>
  )
}

async function Groups({ ctx, params }: { ctx: Ctx; params: DuplicateListParams }) {
  const readAt = ctx.now().toISOString()
  const [page, { institutions }, syncedAt] = await Promise.all([
    listGroups(ctx, params),
    listFacets(ctx),
    findSyncedAt(ctx),
  ])
  const isEmpty = page.rows.length === 0
  const elsewhere = isEmpty
    ? await listGroups(ctx, { ...params, queue: otherQueue(params.queue), after: null, before: null })
    : null
  const may = mayFor(ctx.actor, ["exports:create", "duplicates:resolve"])
  const { slug } = ctx.environment
  return (
    <PlannableDuplicates
      environment={slug}
      page={page}
      params={params}
      institutions={institutions}
      elsewhere={elsewhere?.total ?? null}
      swept={syncedAt !== null}
      may={{ export: may["exports:create"] }}
      mayResolve={may["duplicates:resolve"]}
      readAt={readAt}
    />
  )
}
