import { Download } from "lucide-react"
import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { getTranslations } from "next-intl/server"
import { BatchActs } from "@/components/batches/batch-acts"
import { BatchPreview } from "@/components/batches/batch-preview"
import { BatchStanding } from "@/components/batches/batch-standing"
import { ConfirmForm } from "@/components/batches/confirm-form"
import { ItemTable } from "@/components/batches/item-table"
import { Outcomes } from "@/components/batches/outcomes"
import { ListFrame } from "@/components/shell/list-frame"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { FileLink } from "@/components/ui/button"
import { listItems } from "@/lib/batches/items/queries"
import { batchFileParams, type ItemListParams, itemListParams } from "@/lib/batches/items/schema"
import { getPreview } from "@/lib/batches/preview/queries"
import { progressOf } from "@/lib/batches/progress/queries"
import { type BatchView, findBatch } from "@/lib/batches/queries"
import type { Ctx } from "@/lib/ctx"
import { mayFor } from "@/lib/permissions"
import { requireCtx } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("batches"))("title") }
}

/** One batch: what it would do and cost, how far it is, and what came of each link. */
export default async function BatchPage({ params, searchParams }: PageProps<"/[environment]/batches/[id]">) {
  const { environment, id } = await params
  const ctx = await requireCtx(environment)
  const list = itemListParams.parse(await searchParams)
  const t = await getTranslations("batches")
  const batch = await findBatch(ctx, { batchId: id })
  if (!batch) notFound()
  const { deed, links, state } = batch
  const may = mayFor(ctx.actor, ["links:refresh", "links:access-mode", "exports:create"])
  const mayAct = may[deed.kind === "refresh" ? "links:refresh" : "links:access-mode"]
  const file = batchFileParams.query({ batch: batch.id, state: list.state })
  return (
    <>
      <PageHeader
        title={t(`deeds.${deed.kind === "refresh" ? "refresh" : deed.accessMode}`, { count: links })}
        back={{ href: `/${environment}/batches`, label: t("title") }}
        actions={
          <>
            {mayAct && <BatchActs environment={environment} batch={batch} />}
            {may["exports:create"] && state !== "draft" && (
              <FileLink icon={<Download />} href={`/api/${environment}/batch.csv${file}`}>
                {t("download")}
              </FileLink>
            )}
          </>
        }
      />
      <PageBody>
        {state === "draft" ? (
          <Draft ctx={ctx} batch={batch} mayAct={mayAct} />
        ) : (
          <BatchStanding environment={environment} batch={batch} progress={progressOf(batch)} />
        )}
        <Outcomes environment={environment} batch={batch} current={list.state} />
        <h2 className="font-semibold text-md">{t("items.title")}</h2>
        <ListFrame key={itemListParams.query(list, { after: list.after, before: list.before })}>
          <Items ctx={ctx} batch={batch} params={list} />
        </ListFrame>
      </PageBody>
    </>
  )
}

async function Draft({ ctx, batch, mayAct }: { ctx: Ctx; batch: BatchView; mayAct: boolean }) {
  const preview = await getPreview(ctx, { batchId: batch.id })
  const { slug } = ctx.environment
  return (
    <>
      <BatchPreview preview={preview} expected={batch.expected} />
      {mayAct && <ConfirmForm environment={slug} batchId={batch.id} deed={batch.deed} preview={preview} />}
    </>
  )
}

async function Items({ ctx, batch, params }: { ctx: Ctx; batch: BatchView; params: ItemListParams }) {
  const page = await listItems(ctx, { batchId: batch.id, params })
  return <ItemTable environment={ctx.environment.slug} batchId={batch.id} page={page} params={params} />
}
