import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { getTranslations } from "next-intl/server"
import { BadLines } from "@/components/recovery/campaigns/bad-lines"
import { CampaignActs } from "@/components/recovery/campaigns/campaign-acts"
import { CampaignFacts } from "@/components/recovery/campaigns/campaign-facts"
import { CampaignProgress } from "@/components/recovery/campaigns/campaign-progress"
import { CampaignStateBadge } from "@/components/recovery/campaigns/campaign-state"
import { CohortPreview } from "@/components/recovery/campaigns/cohort-preview"
import { Gain } from "@/components/recovery/campaigns/gain"
import { InstitutionTable } from "@/components/recovery/campaigns/institution-table"
import { OverTime } from "@/components/recovery/campaigns/over-time"
import { Pace } from "@/components/recovery/campaigns/pace"
import { Standings } from "@/components/recovery/campaigns/standings"
import { WaveFiles } from "@/components/recovery/campaigns/wave-files"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import type { Ctx } from "@/lib/ctx"
import { getHanded } from "@/lib/outgoing/deliveries/queries"
import { findEndpoint } from "@/lib/outgoing/queries"
import { mayFor } from "@/lib/permissions"
import { getCohort, getMeasured } from "@/lib/recovery/campaigns/measuring/queries"
import { getProgressOf } from "@/lib/recovery/campaigns/progress/queries"
import { findCampaign, listBadLines } from "@/lib/recovery/campaigns/queries"
import type { CampaignView } from "@/lib/recovery/campaigns/schema"
import { requireCtx } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("campaigns"))("one") }
}

/** One campaign: as a draft, whom it would ask and how fast; afterwards, what has become of them. */
export default async function CampaignPage({ params }: PageProps<"/[environment]/recovery/campaigns/[id]">) {
  const { environment, id } = await params
  const ctx = await requireCtx(environment)
  const t = await getTranslations("campaigns")
  const campaign = await findCampaign(ctx, { campaignId: id })
  if (!campaign) notFound()
  const may = mayFor(ctx.actor, ["campaigns:run", "exports:machine"])
  const hasEndpoint = (await findEndpoint(ctx)) !== null
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2 break-words">
            {campaign.name} <CampaignStateBadge state={campaign.state} />
          </span>
        }
        back={{ href: `/${environment}/recovery/campaigns`, label: t("title") }}
        actions={
          <CampaignActs
            environment={environment}
            campaign={campaign}
            hasEndpoint={hasEndpoint}
            may={{ run: may["campaigns:run"], export: may["exports:machine"] }}
          />
        }
      />
      <PageBody>
        {campaign.state === "draft" ? (
          <Draft ctx={ctx} campaign={campaign} hasEndpoint={hasEndpoint} />
        ) : (
          <Live ctx={ctx} campaign={campaign} mayExport={may["exports:machine"] && !hasEndpoint} />
        )}
        <CampaignFacts environment={environment} campaign={campaign} />
      </PageBody>
    </>
  )
}

type DraftProps = { ctx: Ctx; campaign: CampaignView; hasEndpoint: boolean }

async function Draft({ ctx, campaign, hasEndpoint }: DraftProps) {
  const { slug } = ctx.environment
  const input = { campaignId: campaign.id }
  const cohort = await getCohort(ctx, input)
  const maySetEndpoint = mayFor(ctx.actor, ["environments:manage"])["environments:manage"]
  const bad = campaign.badLines > 0 ? await listBadLines(ctx, input) : []
  return (
    <>
      <CohortPreview {...{ environment: slug, campaign, cohort, hasEndpoint, maySetEndpoint }} />
      <Pace campaign={campaign} granted={ctx.env.belvoRequestsPer30s} />
      <BadLines environment={slug} campaign={campaign} rows={bad} />
    </>
  )
}

type LiveProps = { ctx: Ctx; campaign: CampaignView; mayExport: boolean }

async function Live({ ctx, campaign, mayExport }: LiveProps) {
  // Of the campaign that is shown, and before the rest of it: whatever changes meanwhile is told.
  const progress = await getProgressOf(ctx, campaign)
  const measured = await getMeasured(ctx, { campaignId: campaign.id })
  const handed = await getHanded(ctx, { subjectId: campaign.id })
  const now = ctx.now().toISOString()
  return (
    <>
      <CampaignProgress
        environment={ctx.environment.slug}
        campaign={campaign}
        progress={progress}
        handed={handed}
        now={now}
      />
      {mayExport && <WaveFiles environment={ctx.environment.slug} campaign={campaign} />}
      <Standings asked={measured.asked} moving={campaign.state !== "ended"} />
      <Gain asked={measured.asked} heldOut={measured.heldOut} />
      <OverTime campaign={campaign} days={measured.days} now={now} />
      <InstitutionTable institutions={measured.institutions} />
    </>
  )
}
