import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { TrendChart } from "@/components/trends/trend-chart"
import { TrendFilters } from "@/components/trends/trend-filters"
import { trendHeadline } from "@/components/trends/trend-headline"
import { countByInstitution, getTrend } from "@/lib/history/trends/queries"
import { trendParams } from "@/lib/history/trends/schema"
import { mayFor } from "@/lib/permissions"
import { requireCtx } from "@/lib/request"

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
          {...csv}
        />
      </PageBody>
    </>
  )
}
