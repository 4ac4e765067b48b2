"use client"

import Link from "next/link"
import { useTranslations } from "next-intl"
import { DataTable } from "@/components/data-table/data-table"
import { EmptyState } from "@/components/ui/empty-state"
import { type Page, turnsOf } from "@/lib/page"
import { type RecoveryListParams, type RecoveryRow, recoveryListParams } from "@/lib/recovery/list/schema"
import { RecoveryFilters } from "./recovery-filters"
import { useRecoveryColumns } from "./use-recovery-columns"

type RecoveryTableProps = {
  environment: string
  page: Page<RecoveryRow>
  params: RecoveryListParams
  makers: readonly { id: string; name: string }[]
  mayRevoke: boolean
}

/** Sessions and repair addresses in one list; a row opens its link, or where one is awaited, its user. */
export function RecoveryTable({ environment, page, params, makers, mayRevoke }: RecoveryTableProps) {
  const t = useTranslations("recoveries")
  const columns = useRecoveryColumns(environment, mayRevoke)
  const path = `/${environment}/recovery`
  const query = recoveryListParams.query({ ...params, after: null, before: null })
  return (
    <DataTable
      name="recoveries"
      label={t("title")}
      columns={columns}
      page={page}
      rowId={({ id }) => id}
      rowName={({ externalId, linkId, id }) => externalId ?? linkId ?? id}
      rowHref={(row) => addressOf(environment, row)}
      {...turnsOf(`${path}${query}`, page)}
      filters={<RecoveryFilters path={path} params={params} makers={makers} />}
      empty={
        query === "" ? (
          <EmptyState title={t("empty.title")}>{t("empty.why")}</EmptyState>
        ) : (
          <EmptyState
            title={t("none.title")}
            actions={
              <Link href={path} className="text-accent-text hover:underline">
                {t("none.all")}
              </Link>
            }
          />
        )
      }
    />
  )
}

function addressOf(environment: string, { linkId, externalId, id, kind }: RecoveryRow): string {
  if (kind === "create" && (linkId === null || externalId !== null))
    return `/${environment}/recovery/new?${new URLSearchParams({ ...(externalId ? { externalId } : {}), session: id })}`
  return `/${environment}/links/${linkId}`
}
