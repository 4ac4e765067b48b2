import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { getTranslations } from "next-intl/server"
import { RequestTable } from "@/components/deletions/request-table"
import { PlanActs } from "@/components/duplicates/plans/plan-acts"
import { PlanFacts } from "@/components/duplicates/plans/plan-facts"
import { PlanItems } from "@/components/duplicates/plans/plan-items"
import { PlanMaking } from "@/components/duplicates/plans/plan-making"
import { PlanWarnings } from "@/components/duplicates/plans/plan-warnings"
import { ListFrame } from "@/components/shell/list-frame"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { Time } from "@/components/ui/time"
import type { Ctx } from "@/lib/ctx"
import { listRequestsOfPlan } from "@/lib/deletions/requests/queries"
import { listPlanItems } from "@/lib/duplicates/plans/items/queries"
import { countGoneOfPlan, findPlan } from "@/lib/duplicates/plans/queries"
import { type PlanItemParams, type PlanView, planItemParams } from "@/lib/duplicates/plans/schema"
import { mayFor } from "@/lib/permissions"
import { requireCtx } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("plans"))("one") }
}

type Props = PageProps<"/[environment]/duplicates/plans/[planId]">

/** One plan: what it would do, what to look at, and the next step. */
export default async function PlanPage({ params, searchParams }: Props) {
  const { environment, planId } = await params
  const ctx = await requireCtx(environment)
  const items = planItemParams.parse(await searchParams)
  const t = await getTranslations("plans")
  const plan = await findPlan(ctx, { planId })
  if (!plan) notFound()
  const may = mayFor(ctx.actor, ["duplicates:resolve", "exports:machine", "deletions:request"])
  const isApplied = plan.state === "applied" || plan.state === "done"
  const gone = isApplied ? await countGoneOfPlan(ctx, { planId }) : null
  const path = `/${environment}/duplicates/plans`
  return (
    <>
      <PageHeader
        title={t.rich("named", { at: () => <Time at={plan.createdAt} show="instant" /> })}
        back={{ href: path, label: t("title") }}
        actions={
          <PlanActs
            environment={environment}
            plan={plan}
            may={{
              ...{ resolve: may["duplicates:resolve"], export: may["exports:machine"] },
              remove: may["deletions:request"],
            }}
          />
        }
      />
      <PageBody>
        {plan.state === "making" && <PlanMaking plan={plan} />}
        <PlanWarnings path={`${path}/${plan.id}`} plan={plan} warned={items.warned} />
        <PlanFacts environment={environment} plan={plan} gone={gone} />
        {isApplied && <Deletions ctx={ctx} planId={plan.id} />}
        <ListFrame key={planItemParams.query(items)}>
          <Items ctx={ctx} plan={plan} params={items} mayChange={may["duplicates:resolve"]} />
        </ListFrame>
      </PageBody>
    </>
  )
}

/** What has been asked for of its old links, each with what came of it. */
async function Deletions({ ctx, planId }: { ctx: Ctx; planId: string }) {
  const requests = await listRequestsOfPlan(ctx, { planId })
  if (requests.length === 0) return null
  const t = await getTranslations("plans")
  return <RequestTable environment={ctx.environment.slug} label={t("deletions")} requests={requests} />
}

type ItemsProps = { ctx: Ctx; plan: PlanView; params: PlanItemParams; mayChange: boolean }

async function Items({ ctx, plan, params, mayChange }: ItemsProps) {
  const page = await listPlanItems(ctx, { planId: plan.id, params })
  const isOpen = mayChange && plan.state === "draft"
  return <PlanItems environment={ctx.environment.slug} planId={plan.id} page={page} params={params} isOpen={isOpen} />
}
