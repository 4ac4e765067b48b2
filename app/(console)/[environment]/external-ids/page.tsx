import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { OffenderKinds } from "@/components/external-ids/offender-kinds"
import { OffendersTable } from "@/components/external-ids/offenders-table"
import { PlainNumbers } from "@/components/external-ids/plain-numbers"
import { SharedLogins } from "@/components/external-ids/shared-logins"
import { WhatToDo } from "@/components/external-ids/what-to-do"
import { WithoutExternalId } from "@/components/external-ids/without-external-id"
import { ListFrame } from "@/components/shell/list-frame"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { Banner } from "@/components/ui/banner"
import type { Ctx } from "@/lib/ctx"
import { countOffenders, listOffenders } from "@/lib/external-ids/queries"
import { type OffenderListParams, offenderListParams } from "@/lib/external-ids/schema"
import { requireCtx } from "@/lib/request"
import { findSyncedAt } from "@/lib/sync/queries"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("externalIds"))("title") }
}

export default async function ExternalIdsPage({ params, searchParams }: PageProps<"/[environment]/external-ids">) {
  const { environment } = await params
  const ctx = await requireCtx(environment)
  const list = offenderListParams.parse(await searchParams)
  const t = await getTranslations("externalIds")
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <PageBody>
        <ListFrame key="counts" rows={4}>
          <Counts ctx={ctx} kind={list.kind} />
        </ListFrame>
        <ListFrame key={`list ${offenderListParams.query(list)}`}>
          <Offenders ctx={ctx} params={list} />
        </ListFrame>
        <SharedLogins environment={environment} />
        <WhatToDo />
      </PageBody>
    </>
  )
}

async function Counts({ ctx, kind }: { ctx: Ctx; kind: OffenderListParams["kind"] }) {
  const [{ kinds, none, numbers, reviewed }, syncedAt] = await Promise.all([countOffenders(ctx), findSyncedAt(ctx)])
  const t = await getTranslations("externalIds")
  const { slug } = ctx.environment
  return (
    <>
      {!reviewed && <Banner title={t("reviewing")}>{t("reviewingWhy")}</Banner>}
      <OffenderKinds environment={slug} kinds={kinds} current={kind} />
      <WithoutExternalId environment={slug} none={none} swept={syncedAt !== null} />
      {numbers.length > 0 && <PlainNumbers numbers={numbers} />}
    </>
  )
}

async function Offenders({ ctx, params }: { ctx: Ctx; params: OffenderListParams }) {
  const [page, syncedAt] = await Promise.all([listOffenders(ctx, params), findSyncedAt(ctx)])
  return <OffendersTable environment={ctx.environment.slug} page={page} params={params} swept={syncedAt !== null} />
}
