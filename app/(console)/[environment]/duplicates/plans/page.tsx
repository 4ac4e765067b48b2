import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { PlanTable } from "@/components/duplicates/plans/plan-table"
import { ListFrame } from "@/components/shell/list-frame"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { ButtonLink } from "@/components/ui/button"
import type { Ctx } from "@/lib/ctx"
import { listPlans } from "@/lib/duplicates/plans/queries"
import { type PlanListParams, planListParams } from "@/lib/duplicates/plans/schema"
import { requireCtx } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("plans"))("title") }
}

export default async function PlansPage({ params, searchParams }: PageProps<"/[environment]/duplicates/plans">) {
  const { environment } = await params
  const ctx = await requireCtx(environment)
  const list = planListParams.parse(await searchParams)
  const t = await getTranslations("plans")
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        back={{ href: `/${environment}/duplicates`, label: t("back") }}
      />
      <PageBody>
        <ListFrame key={planListParams.query(list)}>
          <Plans ctx={ctx} list={list} />
        </ListFrame>
      </PageBody>
    </>
  )
}

async function Plans({ ctx, list }: { ctx: Ctx; list: PlanListParams }) {
  const { rows, after } = await listPlans(ctx, list)
  const t = await getTranslations("plans")
  const path = `/${ctx.environment.slug}/duplicates/plans`
  return (
    <>
      <PlanTable environment={ctx.environment.slug} plans={rows} />
      {after !== null && (
        <p>
          <ButtonLink href={`${path}?after=${after}`}>{t("older")}</ButtonLink>
        </p>
      )}
    </>
  )
}
