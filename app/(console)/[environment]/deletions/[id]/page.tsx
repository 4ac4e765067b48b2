import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { getTranslations } from "next-intl/server"
import { CertificatePanel } from "@/components/deletions/certificate-panel"
import { ItemTable } from "@/components/deletions/item-table"
import { Losses } from "@/components/deletions/losses"
import { Outcomes } from "@/components/deletions/outcomes"
import { CancelButton, RetryButton } from "@/components/deletions/request-acts"
import { RequestDecision } from "@/components/deletions/request-decision"
import { RequestFacts } from "@/components/deletions/request-facts"
import { RequestProgress } from "@/components/deletions/request-progress"
import { KeepFresh } from "@/components/shell/keep-fresh"
import { ListFrame } from "@/components/shell/list-frame"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import type { Ctx } from "@/lib/ctx"
import { listItems } from "@/lib/deletions/items/queries"
import { type ItemListParams, itemListParams } from "@/lib/deletions/items/schema"
import { getLosses } from "@/lib/deletions/requests/preview/queries"
import { progressOf } from "@/lib/deletions/requests/progress/queries"
import { findConfirmation, findRequest, type RequestView } from "@/lib/deletions/requests/queries"
import { getEnvironmentFacts } from "@/lib/environments/queries"
import { mayFor } from "@/lib/permissions"
import { requireCtx } from "@/lib/request"
import { minuteMs } from "@/lib/time"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deletions"))("title") }
}

/** One request: what it would cost, who decides, how far it is, what came of each link, and the proof. */
export default async function DeletionPage({ params, searchParams }: PageProps<"/[environment]/deletions/[id]">) {
  const { environment, id } = await params
  const ctx = await requireCtx(environment)
  const list = itemListParams.parse(await searchParams)
  const t = await getTranslations("deletions")
  const request = await findRequest(ctx, { requestId: id })
  if (!request) notFound()
  const may = mayFor(ctx.actor, ["deletions:request", "deletions:cancel"])
  const of = { environment, requestId: request.id }
  const left = request.counts.draft + request.counts.requested
  const mayCancel = may["deletions:cancel"] && left > 0
  const failed = request.state === "done" && may["deletions:request"] ? request.counts.failed : 0
  return (
    <>
      <PageHeader
        title={t("request.title", { count: request.links })}
        back={{ href: `/${environment}/deletions`, label: t("title") }}
        actions={
          <>
            {mayCancel && request.state !== "draft" && <CancelButton {...of} />}
            {failed > 0 && <RetryButton {...of} failed={failed} />}
          </>
        }
      />
      <PageBody>
        <RequestFacts request={request} />
        {request.state === "awaiting_approval" && <KeepFresh seconds={60} />}
        {request.state === "held" && <KeepFresh seconds={isSoon(request.heldUntil, ctx.now()) ? 10 : 60} />}
        {request.state === "running" && <RequestProgress {...of} progress={progressOf(request)} />}
        {request.sha256 !== null && <CertificatePanel {...of} sha256={request.sha256} />}
        <Preview ctx={ctx} request={request} />
        <Outcomes environment={environment} request={request} current={list.state} />
        <h2 className="font-semibold text-md">{t("items.title")}</h2>
        <ListFrame key={itemListParams.query(list, { after: list.after, before: list.before })}>
          <Items ctx={ctx} request={request} params={list} mayCancel={mayCancel} />
        </ListFrame>
      </PageBody>
    </>
  )
}

/** Each look counts all links of the request: it is worth a close one only around the moment when it begins. */
const isSoon = (until: Date | null, now: Date): boolean =>
  until !== null && Math.abs(until.getTime() - now.getTime()) < 2 * minuteMs

/** As long as it can be prevented, what it would cost, and whose turn it is. */
async function Preview({ ctx, request }: { ctx: Ctx; request: RequestView }) {
  if (!["draft", "awaiting_approval", "held"].includes(request.state)) return null
  const losses = await getLosses(ctx, { requestId: request.id })
  const { deletionHoldHours, deletionThreshold } = await getEnvironmentFacts(ctx)
  const may = mayFor(ctx.actor, ["deletions:request"])
  const name = request.state === "draft" ? await findConfirmation(ctx, { requestId: request.id }) : null
  return (
    <>
      <Losses losses={losses} expected={request.state === "draft" ? request.expected : null} />
      <RequestDecision
        environment={ctx.environment.slug}
        request={request}
        links={losses.links}
        name={name}
        rules={{ holdHours: deletionHoldHours, threshold: deletionThreshold }}
        mayConfirm={may["deletions:request"]}
      />
    </>
  )
}

type ItemsProps = { ctx: Ctx; request: RequestView; params: ItemListParams; mayCancel: boolean }

async function Items({ ctx, request, params, mayCancel }: ItemsProps) {
  const page = await listItems(ctx, { requestId: request.id, params })
  const { slug } = ctx.environment
  return <ItemTable environment={slug} requestId={request.id} page={page} params={params} mayCancel={mayCancel} />
}
