import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { ExportsTable } from "@/components/exports/exports-table"
import { ListFrame } from "@/components/shell/list-frame"
import { NotPermitted } from "@/components/shell/not-permitted"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { Banner } from "@/components/ui/banner"
import type { Ctx } from "@/lib/ctx"
import { type ExportListParams, exportListParams, listExports } from "@/lib/exports/queries"
import { mayFor } from "@/lib/permissions"
import { requireCtx } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("exports"))("title") }
}

export default async function ExportsPage({ params, searchParams }: PageProps<"/[environment]/exports">) {
  const { environment } = await params
  const ctx = await requireCtx(environment)
  if (!mayFor(ctx.actor, ["exports:create"])["exports:create"]) return <NotPermitted />
  const raw = await searchParams
  const list = exportListParams.parse(raw)
  const t = await getTranslations("exports")
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <PageBody>
        {typeof raw.refused === "string" && (
          <Banner grade="warning" title={t(`refused.${reasonOf(raw.refused)}`)}>
            {t("refused.nothingTaken")}
          </Banner>
        )}
        <ListFrame key={exportListParams.query(list)}>
          <Exports ctx={ctx} params={list} />
        </ListFrame>
      </PageBody>
    </>
  )
}

const reasonOf = (code: string) => (code === "CONFLICT" ? "underway" : code === "TOO_MANY" ? "busy" : "other")

async function Exports({ ctx, params }: { ctx: Ctx; params: ExportListParams }) {
  return <ExportsTable environment={ctx.environment.slug} page={await listExports(ctx, params)} />
}
