import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { ListFrame } from "@/components/shell/list-frame"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { RecoverySection } from "@/components/trends/recovery-section"
import { TrendChart } from "@/components/trends/trend-chart"
import { TrendFilters } from "@/components/trends/trend-filters"
import { trendHeadline } from "@/components/trends/trend-headline"
import type { Ctx } from "@/lib/ctx"
import { getRecoveries } from "@/lib/history/recoveries/queries"
import { countByInstitution, getTrend } from "@/lib/history/trends/queries"
import { type TrendParams, trendParams } from "@/lib/history/trends/schema"
import { linkListParams } from "@/lib/links/schema"
import { mayFor } from "@/lib/permissions"
import { requireCtx } from "@/lib/request"
import { toDay } from "@/lib/time"

const institutionsOffered = 500

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("trends"))("title") }
}

export default async function TrendsPage({ params, searchParams }: PageProps<"/[environment]/trends">) {
  const { environment } = await params
  const ctx = await requireCtx(environment)
  const filter = trendParams.parse(await searchParams)
  const t = await getTranslations("trends")
  const [trend, institutions] = await Promise.all([
    getTrend(ctx, filter),
    countByInstitution(ctx, { limit: institutionsOffered }),
  ])
  const may = mayFor(ctx.actor, ["exports:create"])
  const csv = may["exports:create"] ? { csvHref: `/api/${environment}/trends.csv${trendParams.query(filter)}` } : {}
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <PageBody>
        <TrendFilters environment={environment} params={filter} institutions={institutions} />
        <TrendChart
          trend={trend}
          title={await trendHeadline(trend)}
          note={t("note")}
          share={filter.measure === "share"}
          height={420}
          dayLinks={dayLinksOf(ctx, filter)}
          {...csv}
        />
        <ListFrame>
          <RecoveryPart ctx={ctx} params={filter} />
        </ListFrame>
      </PageBody>
    </>
  )
}

async function RecoveryPart({ ctx, params }: { ctx: Ctx; params: TrendParams }) {
  const report = await getRecoveries(ctx, { days: params.recovered })
  return <RecoverySection environment={ctx.environment.slug} params={params} report={report} />
}

/** A day of the chart leads to the links that it counts. */
function dayLinksOf(ctx: Ctx, { institution, accessMode }: TrendParams) {
  const today = toDay(ctx.now())
  const counted = { institution, accessMode: accessMode === "all" ? [] : [accessMode], asOf: today }
  const address = linkListParams.query(linkListParams.parse({}), counted)
  return { prefix: `/${ctx.environment.slug}/links${address.slice(0, -today.length)}`, until: today }
}
