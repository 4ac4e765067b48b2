import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { AuditEntryPanel } from "@/components/audit/audit-entry-panel"
import { AuditFilters } from "@/components/audit/audit-filters"
import { AuditTable } from "@/components/audit/audit-table"
import { VerifyButton } from "@/components/audit/verify-button"
import { ListFrame } from "@/components/shell/list-frame"
import { NotPermitted } from "@/components/shell/not-permitted"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { FileLink } from "@/components/ui/button"
import { getAuditEntry, listAudit, listAuditActions, listAuditActors } from "@/lib/audit/queries"
import { type AuditListParams, auditListParams } from "@/lib/audit/schema"
import type { Ctx } from "@/lib/ctx"
import { mayFor } from "@/lib/permissions"
import { requireCtx } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("audit"))("title") }
}

export default async function AuditPage({ params, searchParams }: PageProps<"/[environment]/audit">) {
  const { environment } = await params
  const ctx = await requireCtx(environment)
  if (!mayFor(ctx.actor, ["audit:read"])["audit:read"]) return <NotPermitted />
  const filter = auditListParams.parse(await searchParams)
  const t = await getTranslations("audit")
  const query = auditListParams.query({ ...filter, entry: null, after: null, before: null })
  const [actors, actions] = await Promise.all([listAuditActors(ctx, filter), listAuditActions(ctx, filter)])
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          <>
            <VerifyButton environment={environment} chain={filter.chain} />
            <FileLink href={`/api/${environment}/audit.csv${query}`}>{t("csv")}</FileLink>
          </>
        }
      />
      <PageBody>
        <AuditFilters key={query} environment={environment} params={filter} actors={actors} actions={actions} />
        <ListFrame key={query}>
          <Entries ctx={ctx} params={filter} />
        </ListFrame>
      </PageBody>
    </>
  )
}

async function Entries({ ctx, params }: { ctx: Ctx; params: AuditListParams }) {
  const { slug } = ctx.environment
  const [page, entry] = await Promise.all([
    listAudit(ctx, params),
    params.entry ? getAuditEntry(ctx, { chain: params.chain, seq: params.entry }) : null,
  ])
  const closed = auditListParams.query(params, { entry: null, after: params.after, before: params.before })
  return (
    <>
      <AuditTable environment={slug} page={page} params={params} />
      {entry && <AuditEntryPanel key={entry.seq} entry={entry} closeHref={`/${slug}/audit${closed}`} />}
    </>
  )
}
