import { Plus } from "lucide-react"
import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { CampaignTable } from "@/components/recovery/campaigns/campaign-table"
import { RecoveryTabs } from "@/components/recovery/recovery-tabs"
import { ListFrame } from "@/components/shell/list-frame"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { ButtonLink } from "@/components/ui/button"
import { OnwardPagination } from "@/components/ui/pagination"
import type { Ctx } from "@/lib/ctx"
import { mayFor } from "@/lib/permissions"
import { listCampaigns } from "@/lib/recovery/campaigns/queries"
import { type CampaignListParams, campaignListParams } from "@/lib/recovery/campaigns/schema"
import { requireCtx } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("campaigns"))("title") }
}

/** Many customers asked at once, and what came of it. */
export default async function CampaignsPage({ params, searchParams }: PageProps<"/[environment]/recovery/campaigns">) {
  const { environment } = await params
  const ctx = await requireCtx(environment)
  const list = campaignListParams.parse(await searchParams)
  const t = await getTranslations("campaigns")
  const mayRun = mayFor(ctx.actor, ["campaigns:run"])["campaigns:run"]
  const path = `/${environment}/recovery/campaigns`
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          mayRun && (
            <ButtonLink variant="primary" icon={<Plus />} href={`${path}/new`}>
              {t("new")}
            </ButtonLink>
          )
        }
      />
      <PageBody>
        <RecoveryTabs environment={environment} current="campaigns" />
        <ListFrame key={campaignListParams.query(list)} rows={6}>
          <Campaigns ctx={ctx} list={list} mayRun={mayRun} />
        </ListFrame>
      </PageBody>
    </>
  )
}

async function Campaigns({ ctx, list, mayRun }: { ctx: Ctx; list: CampaignListParams; mayRun: boolean }) {
  const { slug } = ctx.environment
  const { rows, after } = await listCampaigns(ctx, list)
  return (
    <>
      <CampaignTable environment={slug} campaigns={rows} mayRun={mayRun} />
      <OnwardPagination path={`/${slug}/recovery/campaigns`} isFirst={list.after === null} next={after} />
    </>
  )
}
