import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { RequestTable } from "@/components/deletions/request-table"
import { ListFrame } from "@/components/shell/list-frame"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { OnwardPagination } from "@/components/ui/pagination"
import type { Ctx } from "@/lib/ctx"
import { listDecidable, listRequests } from "@/lib/deletions/requests/queries"
import { fromCursor } from "@/lib/page"
import { requireCtx } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deletions"))("title") }
}

/** What was deleted, or is to be: those that wait for this member come first. */
export default async function DeletionsPage({ params, searchParams }: PageProps<"/[environment]/deletions">) {
  const { environment } = await params
  const { after } = await searchParams
  const ctx = await requireCtx(environment)
  const t = await getTranslations("deletions")
  const cursor = typeof after === "string" ? after : null
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <PageBody>
        {cursor === null && <Waiting ctx={ctx} />}
        <ListFrame key={String(cursor)} rows={8}>
          <Requests ctx={ctx} after={cursor} />
        </ListFrame>
      </PageBody>
    </>
  )
}

async function Waiting({ ctx }: { ctx: Ctx }) {
  const waiting = await listDecidable(ctx)
  const t = await getTranslations("deletions.list")
  if (waiting.length === 0) return null
  return (
    <section className="flex flex-col gap-2">
      <h2 className="font-semibold text-md">{t("forYou", { count: waiting.length })}</h2>
      <RequestTable
        environment={ctx.environment.slug}
        label={t("forYou", { count: waiting.length })}
        requests={waiting}
      />
      <h2 className="mt-2 font-semibold text-md">{t("all")}</h2>
    </section>
  )
}

async function Requests({ ctx, after }: { ctx: Ctx; after: string | null }) {
  const { slug } = ctx.environment
  const t = await getTranslations("deletions.list")
  const { rows, after: next } = await listRequests(ctx, { after: after === null ? null : (fromCursor(after) ?? null) })
  return (
    <>
      <RequestTable environment={slug} label={t("all")} requests={rows} />
      <OnwardPagination path={`/${slug}/deletions`} isFirst={after === null} next={next} />
    </>
  )
}
