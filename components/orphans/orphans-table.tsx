"use client"

import { useTranslations } from "next-intl"
import { DataTable } from "@/components/data-table/data-table"
import { NeverSwept } from "@/components/shell/never-swept"
import { EmptyState } from "@/components/ui/empty-state"
import type { OrphanInstitution, OrphanRow } from "@/lib/orphans/list/queries"
import { type OrphanListParams, orphanListParams } from "@/lib/orphans/schema"
import { type Page, turnsOf } from "@/lib/page"
import { OrphanFilters } from "./orphan-filters"
import { SelectedOrphans } from "./selected-orphans"
import { useOrphanColumns } from "./use-orphan-columns"

export type OrphanMay = { resolve: boolean; delete: boolean }
type OrphansTableProps = {
  environment: string
  page: Page<OrphanRow>
  params: OrphanListParams
  /** When the page was read, ISO 8601. */
  readAt: string
  institutions: readonly OrphanInstitution[]
  /** Whether a sweep of all links has ever come to its end. */
  swept: boolean
  may: OrphanMay
}

/** Links that no user knows, each with whose it may be; a row opens its link. */
export function OrphansTable({ environment, page, params, readAt, institutions, swept, may }: OrphansTableProps) {
  const t = useTranslations("orphans")
  const columns = useOrphanColumns(environment, { mayUndo: may.resolve, state: params.state })
  const path = `/${environment}/orphans`
  return (
    <DataTable
      key={orphanListParams.query(params)}
      name="orphans"
      label={t("title")}
      columns={columns}
      page={page}
      rowId={({ linkId }) => linkId}
      rowName={({ externalId, linkId }) => externalId ?? linkId}
      rowHref={({ linkId }) => `/${environment}/links/${linkId}`}
      {...turnsOf(`${path}${orphanListParams.query(params)}`, page)}
      filters={<OrphanFilters path={path} params={params} institutions={institutions} />}
      selectionActions={
        may.resolve || may.delete
          ? (selection, clear) => (
              <SelectedOrphans {...{ environment, selection, clear, params, readAt, may }} rows={page.rows} />
            )
          : undefined
      }
      empty={
        swept ? (
          <EmptyState title={t("empty.title")}>{t("empty.why")}</EmptyState>
        ) : (
          <NeverSwept environment={environment} />
        )
      }
    />
  )
}
