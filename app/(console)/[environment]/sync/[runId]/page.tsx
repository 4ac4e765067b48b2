import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { getTranslations } from "next-intl/server"
import { ListFrame } from "@/components/shell/list-frame"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { ActiveSweep } from "@/components/sync/active-sweep"
import { ChangeTable } from "@/components/sync/change-table"
import { Decision } from "@/components/sync/decision"
import { RunFacts } from "@/components/sync/run-facts"
import { RunKind } from "@/components/sync/run-texts"
import { WindowTable } from "@/components/sync/window-table"
import { Time } from "@/components/ui/time"
import type { Ctx } from "@/lib/ctx"
import { mayFor } from "@/lib/permissions"
import { requireCtx } from "@/lib/request"
import { listRunChanges, listRunWindows } from "@/lib/sync/progress/details/queries"
import { findListedSweep, type SweepRun } from "@/lib/sync/queries"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sync"))("title") }
}

/** One sweep: what it asked for, what came of it, and what it changed. */
export default async function RunPage({ params }: PageProps<"/[environment]/sync/[runId]">) {
  const { environment, runId } = await params
  const ctx = await requireCtx(environment)
  const t = await getTranslations("sync")
  const run = await findListedSweep(ctx, runId)
  if (!run) notFound()
  const may = mayFor(ctx.actor, ["sync:run"])["sync:run"]
  const isActive = run.state === "queued" || run.state === "running"
  const title = (
    <>
      <RunKind kind={run.kind} />, <Time at={run.createdAt} show="instant" />
    </>
  )
  return (
    <>
      <PageHeader title={title} back={{ href: `/${environment}/sync`, label: t("run.back") }} />
      <PageBody>
        {isActive && <ActiveSweep environment={environment} run={run} mayCancel={may} />}
        {run.state === "needs_decision" && <Decision environment={environment} run={run} mayDecide={may} />}
        <RunFacts run={run} />
        <h2 className="font-semibold text-md">{t("changes.title")}</h2>
        <ListFrame rows={4}>
          <Changes ctx={ctx} run={run} />
        </ListFrame>
        <h2 className="font-semibold text-md">{t("windows.title")}</h2>
        <ListFrame rows={8}>
          <Windows ctx={ctx} run={run} />
        </ListFrame>
      </PageBody>
    </>
  )
}

async function Changes({ ctx, run }: { ctx: Ctx; run: SweepRun }) {
  return <ChangeTable environment={ctx.environment.slug} changes={await listRunChanges(ctx, run)} />
}

async function Windows({ ctx, run }: { ctx: Ctx; run: SweepRun }) {
  return <WindowTable {...(await listRunWindows(ctx, run))} />
}
