import type { Metadata } from "next"
import Link from "next/link"
import { getTranslations } from "next-intl/server"
import { DeliveryTable } from "@/components/recovery/outgoing/delivery-table"
import { EndpointPanel } from "@/components/recovery/outgoing/endpoint-panel"
import { RecoveryTabs } from "@/components/recovery/recovery-tabs"
import { KeepFresh } from "@/components/shell/keep-fresh"
import { ListFrame } from "@/components/shell/list-frame"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import type { Ctx } from "@/lib/ctx"
import { countFailedDeliveries, listDeliveries } from "@/lib/outgoing/deliveries/queries"
import { findEndpoint } from "@/lib/outgoing/queries"
import { type DeliveryListParams, deliveryListParams } from "@/lib/outgoing/schema"
import { mayFor } from "@/lib/permissions"
import { requireCtx } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("outgoing"))("title") }
}

/** What has been handed to the operator's own system, and where that is; the settings say where. */
export default async function OutgoingPage({ params, searchParams }: PageProps<"/[environment]/recovery/outgoing">) {
  const { environment } = await params
  const ctx = await requireCtx(environment)
  const list = deliveryListParams.parse(await searchParams)
  const t = await getTranslations("outgoing")
  const maySet = mayFor(ctx.actor, ["environments:manage"])["environments:manage"]
  const endpoint = await findEndpoint(ctx)
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <PageBody>
        <RecoveryTabs environment={environment} current="outgoing" />
        <EndpointPanel environment={environment} endpoint={endpoint}>
          {maySet ? (
            <Link
              href={`/settings/outgoing#environment-${environment}`}
              className="self-start text-accent-text hover:underline"
            >
              {t("endpoint.inSettings")}
            </Link>
          ) : (
            endpoint === null && <p className="text-muted">{t("endpoint.noneWho")}</p>
          )}
        </EndpointPanel>
        <ListFrame key={deliveryListParams.query(list)} rows={6}>
          <Deliveries ctx={ctx} params={list} />
        </ListFrame>
      </PageBody>
    </>
  )
}

async function Deliveries({ ctx, params }: { ctx: Ctx; params: DeliveryListParams }) {
  const [page, failed] = [
    await listDeliveries(ctx, { params, subjectId: params.campaign }),
    await countFailedDeliveries(ctx),
  ]
  const mayResend = mayFor(ctx.actor, ["campaigns:run"])["campaigns:run"]
  const isUnderWay = page.rows.some(
    ({ state, attempts }) => state === "sending" || (state === "waiting" && attempts === 0),
  )
  return (
    <>
      {isUnderWay && <KeepFresh />}
      <DeliveryTable
        environment={ctx.environment.slug}
        page={page}
        params={params}
        failed={failed}
        mayResend={mayResend}
      />
    </>
  )
}
