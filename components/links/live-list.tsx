"use client"

import { useTranslations } from "next-intl"
import { useState } from "react"
import { DataTable } from "@/components/data-table/data-table"
import { TableSkeleton } from "@/components/shell/table-skeleton"
import { Banner } from "@/components/ui/banner"
import { Button, ButtonLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { ErrorState } from "@/components/ui/error-state"
import { Time } from "@/components/ui/time"
import type { LinkFacets } from "@/lib/links/facets/schema"
import { type LinkListParams, linkListParams } from "@/lib/links/schema"
import type { LiveList as Answer } from "@/lib/mirror/live/schema"
import { initiallyHidden, useLinkColumns } from "./columns"
import { LinkFilters } from "./link-filters"
import { useOpenLink } from "./links-table"
import { useLiveList } from "./use-live-list"

type LiveListProps = { environment: string; params: LinkListParams; facets: LinkFacets }

/** Belvo's own list under the same filters, its count and its pages; the mirror has seen it by then. */
export function LiveList({ environment, params, facets }: LiveListProps) {
  const t = useTranslations("links.live")
  const [attempt, setAttempt] = useState(0)
  const state = useLiveList(environment, linkListParams.query(params), attempt)
  const path = `/${environment}/links`
  const mirror = `${path}${linkListParams.query(params, { live: false })}`
  if (state.phase === "failed") {
    const retry = () => setAttempt(attempt + 1)
    return (
      <>
        <ErrorState title={t("failed")} onRetry={retry}>
          {state.message}
        </ErrorState>
        <ButtonLink href={mirror} className="self-center">
          {t("mirror")}
        </ButtonLink>
      </>
    )
  }
  if (state.phase !== "told") {
    return (
      <>
        <p role="status" className="text-muted">
          {t(state.phase)}
        </p>
        <TableSkeleton rows={12} />
      </>
    )
  }
  return (
    <>
      <LiveNotice answer={state.list} onAgain={() => setAttempt(attempt + 1)} />
      <LiveTable environment={environment} params={params} facets={facets} answer={state.list} />
    </>
  )
}

function LiveNotice({ answer, onAgain }: { answer: Answer; onAgain: () => void }) {
  const t = useTranslations("links.live")
  const names = useTranslations("links.filters")
  const { count, observedAt, notApplied } = answer
  const grade = notApplied.length > 0 ? "warning" : "info"
  return (
    <Banner
      grade={grade}
      title={t.rich("told", { count, at: () => <Time at={observedAt} /> })}
      actions={
        <Button size="sm" onClick={onAgain}>
          {t("retry")}
        </Button>
      }
    >
      {notApplied.length > 0 &&
        t("notApplied", { names: notApplied.map((name) => (names.has(name) ? names(name) : name)).join(", ") })}
    </Banner>
  )
}

const noSorts: readonly [] = []

function LiveTable({ environment, params, facets, answer }: LiveListProps & { answer: Answer }) {
  const t = useTranslations("links")
  const path = `/${environment}/links`
  const columns = useLinkColumns({ institutions: facets.institutions, sorts: noSorts, syncedAt: null })
  const turn = (page: number) => `${path}${linkListParams.query(params, { page })}`
  return (
    <DataTable
      key={linkListParams.query(params)}
      name="links"
      label={t("title")}
      columns={columns}
      initiallyHidden={initiallyHidden}
      page={{ rows: answer.rows, total: { count: answer.count, exact: true }, after: null, before: null }}
      rowId={(row) => row.id}
      rowName={(row) => row.externalId ?? row.id}
      rowHref={(row) => `${path}/${row.id}`}
      currentId={useOpenLink(path)}
      previousHref={answer.page > 1 ? turn(answer.page - 1) : null}
      nextHref={answer.hasNext ? turn(answer.page + 1) : null}
      filters={<LinkFilters path={path} params={params} facets={facets} />}
      empty={<EmptyState title={t("live.empty")}>{t("live.emptyWhy")}</EmptyState>}
    />
  )
}
