import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { RecoveryTable } from "@/components/recovery/recovery-table"
import { RecoveryTabs } from "@/components/recovery/recovery-tabs"
import { KeepFresh } from "@/components/shell/keep-fresh"
import { ListFrame } from "@/components/shell/list-frame"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { ButtonLink } from "@/components/ui/button"
import type { Ctx } from "@/lib/ctx"
import { mayFor } from "@/lib/permissions"
import { listMakers, listRecoveries } from "@/lib/recovery/list/queries"
import { type RecoveryListParams, recoveryListParams } from "@/lib/recovery/list/schema"
import { requireCtx } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("recoveries"))("title") }
}

/** Who is being helped to repair or to connect, and what has become of it. */
export default async function RecoveryPage({ params, searchParams }: PageProps<"/[environment]/recovery">) {
  const { environment } = await params
  const ctx = await requireCtx(environment)
  const list = recoveryListParams.parse(await searchParams)
  const t = await getTranslations("recoveries")
  const may = mayFor(ctx.actor, ["sessions:open"])
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={may["sessions:open"] && <ButtonLink href={`/${environment}/recovery/new`}>{t("connect")}</ButtonLink>}
      />
      <PageBody fill>
        <RecoveryTabs environment={environment} current="sessions" />
        <ListFrame key={recoveryListParams.query(list)}>
          <Recoveries ctx={ctx} params={list} />
        </ListFrame>
      </PageBody>
    </>
  )
}

async function Recoveries({ ctx, params }: { ctx: Ctx; params: RecoveryListParams }) {
  const [page, makers] = [await listRecoveries(ctx, params), await listMakers(ctx)]
  // An address may stay open for days; a session, and a visit of an address, is over in minutes.
  const isUnderWay = page.rows.some(
    ({ kind, outcome }) =>
      outcome === "visiting" || outcome === "settling" || (kind !== "address" && outcome === "open"),
  )
  return (
    <>
      <RecoveryTable
        environment={ctx.environment.slug}
        {...{ page, params, makers }}
        mayRevoke={mayFor(ctx.actor, ["sessions:open"])["sessions:open"]}
      />
      {isUnderWay && <KeepFresh />}
    </>
  )
}
