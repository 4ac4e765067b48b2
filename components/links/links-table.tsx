"use client"

import { usePathname } from "next/navigation"
import { useTranslations } from "next-intl"
import { lazy, type ReactNode, Suspense } from "react"
import { DataTable } from "@/components/data-table/data-table"
import type { LinkFacets } from "@/lib/links/facets/schema"
import type { LinkPage } from "@/lib/links/list/queries"
import { sortsOffered } from "@/lib/links/rules"
import { type LinkListParams, type LinkSort, linkListParams } from "@/lib/links/schema"
import type { Sort } from "@/lib/list-params"
import { turnsOf } from "@/lib/page"
import { AsOfButton } from "./as-of-button"
import { initiallyHidden, useLinkColumns } from "./columns"
import { ExportButton } from "./export-button"
import { LinkFilters } from "./link-filters"
import { LinksEmpty } from "./links-empty"
import type { SelectionMay } from "./selection-actions"
import { SortNotice } from "./sort-notice"

/** Only who selects needs it. */
const SelectionActions = lazy(async () => ({ default: (await import("./selection-actions")).SelectionActions }))

export type LinksTableProps = {
  environment: string
  page: LinkPage
  params: LinkListParams
  facets: LinkFacets
  /** The last complete reading of all links; null where there was none. */
  syncedAt: string | null
  may: SelectionMay
  /** When these rows were read. */
  readAt: string
  sync: ReactNode
}

/** The mirrored list: every state of it has its address. */
export function LinksTable({ environment, page, params, facets, syncedAt, may, readAt, sync }: LinksTableProps) {
  const t = useTranslations("links")
  const path = `/${environment}/links`
  const sorts = sortsOffered(params, page.total)
  const columns = useLinkColumns({ institutions: facets.institutions, sorts, syncedAt })
  return (
    <>
      <SortNotice asked={params.sort} shown={page.sort} />
      <DataTable
        key={linkListParams.query(params)}
        name="links"
        label={t("title")}
        columns={columns}
        initiallyHidden={initiallyHidden}
        page={page}
        rowId={(row) => row.id}
        rowName={(row) => row.externalId ?? row.id}
        rowHref={(row) => `${path}/${row.id}`}
        currentId={useOpenLink(path)}
        sort={page.sort}
        sortHref={(sort) => `${path}${linkListParams.query(params, { sort: toLinkSort(sort) })}`}
        {...turnsOf(`${path}${linkListParams.query({ ...params, sort: page.sort })}`, page)}
        filters={
          <>
            <LinkFilters path={path} params={params} facets={facets} />
            <AsOfButton path={path} params={params} />
          </>
        }
        actions={may.export && <ExportButton environment={environment} params={params} />}
        selectionActions={(selection) => (
          <Suspense fallback={null}>
            <SelectionActions {...{ environment, selection, page, params, may, readAt }} />
          </Suspense>
        )}
        empty={
          <LinksEmpty
            environment={environment}
            params={params}
            syncedAt={syncedAt}
            mirrored={facets.institutions.length > 0}
            sync={sync}
          />
        }
      />
    </>
  )
}

/** The link that is open beside the list. */
export function useOpenLink(path: string): string | null {
  const [, id] = usePathname().split(`${path}/`)
  return id ?? null
}

const initialSort = linkListParams.parse({}).sort

function toLinkSort(sort: Sort | null): Sort<LinkSort> {
  const keys: Record<string, LinkSort> = {
    createdAt: "createdAt",
    statusSince: "statusSince",
    lastAccessedAt: "lastAccessedAt",
    externalId: "externalId",
    status: "status",
  }
  const key = sort && keys[sort.key]
  return sort && key ? { key, descending: sort.descending } : initialSort
}
