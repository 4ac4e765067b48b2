import { ArrowRight } from "lucide-react"
import type { Metadata } from "next"
import Link from "next/link"
import { getTranslations } from "next-intl/server"
import { Suspense } from "react"
import { FlagCounts } from "@/components/overview/flag-counts"
import { IncidentList } from "@/components/overview/incident-list"
import { InstitutionBars } from "@/components/overview/institution-bars"
import { Standing } from "@/components/overview/standing"
import { WaitingList } from "@/components/overview/waiting-list"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { TrendChart } from "@/components/trends/trend-chart"
import { Panel } from "@/components/ui/panel"
import { Skeleton } from "@/components/ui/skeleton"
import type { Ctx } from "@/lib/ctx"
import { countGroups } from "@/lib/duplicates/queries"
import { duplicateListParams } from "@/lib/duplicates/schema"
import { listIncidents } from "@/lib/history/incidents/queries"
import { countByInstitution, countByStatus, getTrend } from "@/lib/history/trends/queries"
import { trendParams } from "@/lib/history/trends/schema"
import { countLinks } from "@/lib/links/list/queries"
import { linkListParams } from "@/lib/links/schema"
import { mayFor } from "@/lib/permissions"
import { requireCtx } from "@/lib/request"
import { getMirrorStatus } from "@/lib/sync/queries"

const institutionsShown = 8

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("overview"))("title") }
}

export default async function OverviewPage({ params }: PageProps<"/[environment]">) {
  const { environment } = await params
  const ctx = await requireCtx(environment)
  const t = await getTranslations("overview")
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <PageBody>
        <Suspense fallback={<Skeleton className="h-24" />}>
          <Counts ctx={ctx} />
        </Suspense>
        <div className="grid items-start gap-4 xl:grid-cols-2">
          <div className="flex flex-col gap-4">
            <Panel title={t("incidents.title")} flush>
              <Suspense fallback={<Skeleton className="m-4 h-24" />}>
                <Incidents ctx={ctx} />
              </Suspense>
            </Panel>
            <Panel title={t("waiting.title")} flush>
              <Suspense fallback={<Skeleton className="m-4 h-24" />}>
                <Waiting ctx={ctx} />
              </Suspense>
            </Panel>
          </div>
          <Panel title={t("institutions.title")}>
            <Suspense fallback={<Skeleton className="h-72" />}>
              <Institutions ctx={ctx} />
            </Suspense>
          </Panel>
        </div>
        <Suspense fallback={<Skeleton className="h-80" />}>
          <LastMonth ctx={ctx} />
        </Suspense>
      </PageBody>
    </>
  )
}

async function Counts({ ctx }: { ctx: Ctx }) {
  const [counts, { syncedAt }] = await Promise.all([countByStatus(ctx), getMirrorStatus(ctx)])
  const environment = ctx.environment.slug
  const none = linkListParams.parse({})
  const groups = duplicateListParams.parse({})
  const [duplicates, shared, orphans] = await Promise.all([
    countGroups(ctx, groups),
    countGroups(ctx, { ...groups, queue: "shared" }),
    countLinks(ctx, { ...none, orphan: true }),
  ])
  return (
    <>
      <Standing environment={environment} counts={counts} syncedAt={syncedAt} />
      <FlagCounts {...{ environment, duplicates, shared, orphans }} />
    </>
  )
}

async function Incidents({ ctx }: { ctx: Ctx }) {
  const mayAsk = mayFor(ctx.actor, ["campaigns:run"])["campaigns:run"]
  return <IncidentList environment={ctx.environment.slug} incidents={await listIncidents(ctx)} mayAsk={mayAsk} />
}

async function Waiting({ ctx }: { ctx: Ctx }) {
  const none = linkListParams.parse({})
  const [overdue, tokens, unfinished] = await Promise.all([
    countLinks(ctx, { ...none, overdue: true }),
    countLinks(ctx, { ...none, status: ["token_required"] }),
    countLinks(ctx, { ...none, status: ["unconfirmed"] }),
  ])
  return <WaitingList environment={ctx.environment.slug} overdue={overdue} tokens={tokens} unfinished={unfinished} />
}

async function Institutions({ ctx }: { ctx: Ctx }) {
  const institutions = await countByInstitution(ctx, { limit: institutionsShown })
  return <InstitutionBars environment={ctx.environment.slug} institutions={institutions} />
}

async function LastMonth({ ctx }: { ctx: Ctx }) {
  const t = await getTranslations("overview.trend")
  const trend = await getTrend(ctx, trendParams.parse({ days: "30" }))
  const more = (
    <Link
      href={`/${ctx.environment.slug}/trends`}
      className="inline-flex items-center gap-1 text-accent-text hover:underline"
    >
      {t("open")}
      <ArrowRight aria-hidden className="size-3.5" />
    </Link>
  )
  return <TrendChart trend={trend} title={t("title")} actions={more} />
}
