import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { ListFrame } from "@/components/shell/list-frame"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { ActiveSweep } from "@/components/sync/active-sweep"
import { Decision } from "@/components/sync/decision"
import { KindFilter } from "@/components/sync/kind-filter"
import { LastDelta } from "@/components/sync/last-delta"
import { SweepTable } from "@/components/sync/sweep-table"
import { SyncButton } from "@/components/sync/sync-button"
import { Pagination } from "@/components/ui/pagination"
import type { Ctx } from "@/lib/ctx"
import { getEnvironmentFacts } from "@/lib/environments/queries"
import { turnsOf } from "@/lib/page"
import { mayFor } from "@/lib/permissions"
import { requireCtx } from "@/lib/request"
import { type SweepListParams, sweepListParams } from "@/lib/sync/progress/schema"
import { findActiveSweep, findLastDelta, findUndecidedSweep, listSweepPage } from "@/lib/sync/queries"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sync"))("title") }
}

export default async function SyncPage({ params, searchParams }: PageProps<"/[environment]/sync">) {
  const { environment } = await params
  const ctx = await requireCtx(environment)
  const list = sweepListParams.parse(await searchParams)
  const t = await getTranslations("sync")
  const [active, facts] = await Promise.all([findActiveSweep(ctx), getEnvironmentFacts(ctx)])
  const [undecided, delta] = await Promise.all([findUndecidedSweep(ctx), findLastDelta(ctx)])
  const may = mayFor(ctx.actor, ["sync:run"])["sync:run"]
  const { sweepEveryMinutes: minutes, deltaEveryMinutes } = facts
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description", { minutes, delta: deltaEveryMinutes })}
        actions={may && active?.kind !== "full" && <SyncButton environment={environment} />}
      />
      <PageBody>
        <ActiveSweep environment={environment} run={active} mayCancel={may} />
        {undecided && <Decision environment={environment} run={undecided} mayDecide={may} />}
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
          <KindFilter environment={environment} kind={list.kind} />
          {delta && <LastDelta environment={environment} run={delta} />}
        </div>
        <ListFrame key={sweepListParams.query(list, { after: list.after, before: list.before })} rows={8}>
          <Runs ctx={ctx} params={list} />
        </ListFrame>
      </PageBody>
    </>
  )
}

async function Runs({ ctx, params }: { ctx: Ctx; params: SweepListParams }) {
  const { slug } = ctx.environment
  const { rows, after, before } = await listSweepPage(ctx, params)
  return (
    <>
      <SweepTable environment={slug} runs={rows} filtered={params.kind !== "full"} />
      {(after || before) && (
        <Pagination {...turnsOf(`/${slug}/sync${sweepListParams.query(params)}`, { after, before })} />
      )}
    </>
  )
}
