import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { ListFrame } from "@/components/shell/list-frame"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { InboxFilter } from "@/components/webhooks/inbox-filter"
import { InboxTable } from "@/components/webhooks/inbox-table"
import type { Ctx } from "@/lib/ctx"
import { mayFor } from "@/lib/permissions"
import { requireCtx } from "@/lib/request"
import { listInbox } from "@/lib/webhooks/inbox/queries"
import { type InboxParams, inboxParams } from "@/lib/webhooks/schema"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("webhooks"))("title") }
}

export default async function WebhooksPage({ params, searchParams }: PageProps<"/[environment]/webhooks">) {
  const { environment } = await params
  const ctx = await requireCtx(environment)
  const filter = inboxParams.parse(await searchParams)
  const t = await getTranslations("webhooks")
  const query = inboxParams.query(filter, { after: filter.after, before: filter.before })
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <PageBody>
        <InboxFilter key={`filter ${filter.outcome}`} environment={environment} params={filter} />
        <ListFrame key={`list ${query}`}>
          <Inbox ctx={ctx} params={filter} />
        </ListFrame>
      </PageBody>
    </>
  )
}

async function Inbox({ ctx, params }: { ctx: Ctx; params: InboxParams }) {
  const mayReread = mayFor(ctx.actor, ["sync:run"])["sync:run"]
  const page = await listInbox(ctx, params)
  return <InboxTable environment={ctx.environment.slug} page={page} params={params} mayReread={mayReread} />
}
