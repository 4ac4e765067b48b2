import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { getTranslations } from "next-intl/server"
import { BulkFacts } from "@/components/orphans/bulk/bulk-facts"
import { LeftOutTable } from "@/components/orphans/bulk/left-out-table"
import { UndoBulk } from "@/components/orphans/bulk/undo-bulk"
import { KeepFresh } from "@/components/shell/keep-fresh"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { findBulk, listLeftOut } from "@/lib/orphans/bulk/queries"
import { bulkListParams } from "@/lib/orphans/bulk/schema"
import { mayFor } from "@/lib/permissions"
import { requireCtx } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("orphans.bulk"))("list") }
}

/** One decision about many: how far it is, what was left out and why, and the way back. */
export default async function DecisionPage({
  params,
  searchParams,
}: PageProps<"/[environment]/orphans/decisions/[id]">) {
  const { environment, id } = await params
  const ctx = await requireCtx(environment)
  const list = bulkListParams.parse(await searchParams)
  const t = await getTranslations("orphans.bulk")
  const bulk = await findBulk(ctx, { bulkId: id })
  if (!bulk) notFound()
  const leftOut = await listLeftOut(ctx, { bulkId: bulk.id, params: list })
  const path = `/${environment}/orphans/decisions`
  const isRunning = bulk.state === "running"
  const isUndoable = bulk.kind !== "undo" && bulk.undoneBy === null && (isRunning || bulk.decided > 0)
  return (
    <>
      <PageHeader
        title={t(`named.${bulk.kind}`, { count: bulk.links })}
        back={{ href: path, label: t("list") }}
        actions={
          isUndoable &&
          mayFor(ctx.actor, ["orphans:resolve"])["orphans:resolve"] && (
            <UndoBulk {...{ environment, bulkId: bulk.id }} decided={bulk.decided} running={isRunning} />
          )
        }
      />
      <PageBody>
        <BulkFacts environment={environment} bulk={bulk} />
        {bulk.undoState === "running" && <KeepFresh />}
        {(!isRunning || leftOut.rows.length > 0) && (
          <>
            <h2 className="font-semibold text-md">{t("leftOut")}</h2>
            <LeftOutTable
              environment={environment}
              path={`${path}/${bulk.id}`}
              page={leftOut}
              unseen={isRunning ? 0 : bulk.links - bulk.done}
              first={list.after === null}
            />
          </>
        )}
      </PageBody>
    </>
  )
}
