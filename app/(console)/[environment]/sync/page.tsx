import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { ListFrame } from "@/components/shell/list-frame"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { ActiveSweep } from "@/components/sync/active-sweep"
import { Decision } from "@/components/sync/decision"
import { SweepTable } from "@/components/sync/sweep-table"
import { SyncButton } from "@/components/sync/sync-button"
import type { Ctx } from "@/lib/ctx"
import { getEnvironmentFacts } from "@/lib/environments/queries"
import { mayFor } from "@/lib/permissions"
import { requireCtx } from "@/lib/request"
import { findActiveSweep, listSweeps } from "@/lib/sync/queries"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sync"))("title") }
}

export default async function SyncPage({ params }: PageProps<"/[environment]/sync">) {
  const { environment } = await params
  const ctx = await requireCtx(environment)
  const t = await getTranslations("sync")
  const [active, facts] = await Promise.all([findActiveSweep(ctx), getEnvironmentFacts(ctx)])
  const may = mayFor(ctx.actor, ["sync:run"])["sync:run"]
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description", { minutes: facts.sweepEveryMinutes })}
        actions={may && !active && <SyncButton environment={environment} />}
      />
      <PageBody>
        {active && <ActiveSweep environment={environment} run={active} mayCancel={may} />}
        <ListFrame rows={8}>
          <Runs ctx={ctx} mayDecide={may} />
        </ListFrame>
      </PageBody>
    </>
  )
}

async function Runs({ ctx, mayDecide }: { ctx: Ctx; mayDecide: boolean }) {
  const runs = await listSweeps(ctx)
  return (
    <>
      {runs
        .filter(({ state }) => state === "needs_decision")
        .map((run) => (
          <Decision key={run.id} environment={ctx.environment.slug} run={run} mayDecide={mayDecide} />
        ))}
      <SweepTable runs={runs} />
    </>
  )
}
