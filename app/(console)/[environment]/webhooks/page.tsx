import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { ListFrame } from "@/components/shell/list-frame"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { InboxFilter } from "@/components/webhooks/inbox-filter"
import { InboxTable } from "@/components/webhooks/inbox-table"
import { MissedEvents } from "@/components/webhooks/missed-events"
import { WebhookPanel } from "@/components/webhooks/webhook-panel"
import type { Ctx } from "@/lib/ctx"
import { mayFor } from "@/lib/permissions"
import { requireCtx } from "@/lib/request"
import { findWebhook, listInbox } from "@/lib/webhooks/inbox/queries"
import { listMissed } from "@/lib/webhooks/missed/queries"
import { type InboxParams, inboxParams } from "@/lib/webhooks/schema"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("webhooks"))("title") }
}

export default async function WebhooksPage({ params, searchParams }: PageProps<"/[environment]/webhooks">) {
  const { environment } = await params
  const ctx = await requireCtx(environment)
  const filter = inboxParams.parse(await searchParams)
  const t = await getTranslations("webhooks")
  const query = inboxParams.query(filter, { open: null, after: filter.after, before: filter.before })
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <PageBody>
        <InboxFilter key={`filter ${filter.outcome}`} environment={environment} params={filter} />
        <ListFrame key={`list ${query}`}>
          <Inbox ctx={ctx} params={filter} />
        </ListFrame>
        <ListFrame key="missed" rows={4}>
          <Missed ctx={ctx} />
        </ListFrame>
      </PageBody>
    </>
  )
}

async function Inbox({ ctx, params }: { ctx: Ctx; params: InboxParams }) {
  const { slug } = ctx.environment
  const mayReread = mayFor(ctx.actor, ["sync:run"])["sync:run"]
  const countedAt = ctx.now().toISOString()
  const [page, opened] = await Promise.all([
    listInbox(ctx, params),
    params.open === null ? null : findWebhook(ctx, params.open),
  ])
  const closed = inboxParams.query(params, { open: null, after: params.after, before: params.before })
  const closeHref = `/${slug}/webhooks${closed}`
  return (
    <>
      <InboxTable environment={slug} page={page} params={params} mayReread={mayReread} countedAt={countedAt} />
      {opened && (
        <WebhookPanel key={opened.id} environment={slug} webhook={opened} closeHref={closeHref} mayReread={mayReread} />
      )}
    </>
  )
}

async function Missed({ ctx }: { ctx: Ctx }) {
  return <MissedEvents environment={ctx.environment.slug} missed={await listMissed(ctx)} />
}
