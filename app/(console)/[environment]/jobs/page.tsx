import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { FailuresTable } from "@/components/jobs/failures-table"
import { QueuesTable } from "@/components/jobs/queues-table"
import { ListFrame } from "@/components/shell/list-frame"
import { NotPermitted } from "@/components/shell/not-permitted"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import type { Ctx } from "@/lib/ctx"
import { listJobs } from "@/lib/jobs/queries"
import { mayFor } from "@/lib/permissions"
import { requireCtx } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("jobs"))("title") }
}

export default async function JobsPage({ params }: PageProps<"/[environment]/jobs">) {
  const { environment } = await params
  const ctx = await requireCtx(environment)
  if (!mayFor(ctx.actor, ["sync:run"])["sync:run"]) return <NotPermitted />
  const t = await getTranslations("jobs")
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <PageBody>
        <ListFrame>
          <Jobs ctx={ctx} />
        </ListFrame>
      </PageBody>
    </>
  )
}

async function Jobs({ ctx }: { ctx: Ctx }) {
  const countedAt = ctx.now().toISOString()
  const { queues, failures, failed } = await listJobs(ctx)
  return (
    <>
      <QueuesTable queues={queues} />
      <FailuresTable environment={ctx.environment.slug} failures={failures} failed={failed} countedAt={countedAt} />
    </>
  )
}
