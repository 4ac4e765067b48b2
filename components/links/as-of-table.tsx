"use client"

import { SearchX } from "lucide-react"
import { useTranslations } from "next-intl"
import { DataTable } from "@/components/data-table/data-table"
import { ButtonLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import type { AsOfPage, AsOfParams } from "@/lib/history/as-of/schema"
import type { LinkFacets } from "@/lib/links/facets/schema"
import { linkListParams, noValue } from "@/lib/links/schema"
import { turnsOf } from "@/lib/page"
import { AsOfBand } from "./as-of-band"
import { AsOfButton } from "./as-of-button"
import { initiallyHiddenThen, useAsOfColumns } from "./as-of-columns"
import { ExportButton } from "./export-button"
import { activeFilters, withoutFilters } from "./filters"
import { LinkFilters } from "./link-filters"
import { useOpenLink } from "./links-table"

type AsOfTableProps = {
  environment: string
  page: AsOfPage
  params: AsOfParams
  facets: LinkFacets
  may: { export: boolean }
}

/** The list of a past day: to look at and to take away, not to act upon. */
export function AsOfTable({ environment, page, params, facets, may }: AsOfTableProps) {
  const t = useTranslations("links")
  const path = `/${environment}/links`
  const columns = useAsOfColumns(facets.institutions)
  const choices = { ...facets, statuses: [...facets.statuses, noValue] }
  const inOrder = (descending: boolean) =>
    `${path}${linkListParams.query(params, { sort: { key: "createdAt", descending } })}`
  return (
    <>
      <AsOfBand path={path} params={params} page={page} />
      <DataTable
        key={linkListParams.query(params)}
        name="links-as-of"
        label={t("title")}
        columns={columns}
        initiallyHidden={initiallyHiddenThen}
        page={page}
        rowId={(row) => row.id}
        rowName={(row) => row.externalId ?? row.id}
        rowHref={(row) => `${path}/${row.id}`}
        currentId={useOpenLink(path)}
        sort={{ key: "createdAt", descending: page.descending }}
        sortHref={(sort) => inOrder(sort?.descending ?? true)}
        {...turnsOf(`${path}${linkListParams.query(params)}`, page)}
        filters={
          <>
            <LinkFilters path={path} params={params} facets={choices} />
            <AsOfButton path={path} params={params} />
          </>
        }
        actions={may.export && <ExportButton environment={environment} params={params} />}
        empty={<Empty path={path} params={params} />}
      />
    </>
  )
}

function Empty({ path, params }: { path: string; params: AsOfParams }) {
  const t = useTranslations("links.asOf")
  const empty = useTranslations("links.empty")
  if (activeFilters(params).length === 0) return <EmptyState title={t("none")}>{t("noneWhy")}</EmptyState>
  const cleared = `${path}${linkListParams.query(params, withoutFilters)}`
  const clear = <ButtonLink href={cleared}>{empty("clear")}</ButtonLink>
  return <EmptyState icon={<SearchX />} title={t("noMatch")} actions={clear} />
}
