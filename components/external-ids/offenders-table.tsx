"use client"

import { useTranslations } from "next-intl"
import { useMemo } from "react"
import { DataTable } from "@/components/data-table/data-table"
import { columnsOf } from "@/components/data-table/features"
import { LinkStatusBadge } from "@/components/links/link-status-badge"
import { NeverSwept } from "@/components/shell/never-swept"
import { EmptyState } from "@/components/ui/empty-state"
import { Named } from "@/components/ui/named"
import { Time } from "@/components/ui/time"
import type { OffenderRow } from "@/lib/external-ids/queries"
import { type OffenderListParams, offenderListParams } from "@/lib/external-ids/schema"
import { shortenMiddle } from "@/lib/format"
import { type Page, turnsOf } from "@/lib/page"

type OffendersTableProps = {
  environment: string
  page: Page<OffenderRow>
  params: OffenderListParams
  /** Whether a sweep of all links has ever come to its end. */
  swept: boolean
}

/** The links whose external ids offend, which are never shown whole; a row opens its link. */
export function OffendersTable({ environment, page, params, swept }: OffendersTableProps) {
  const t = useTranslations("externalIds")
  const columns = useColumns()
  return (
    <DataTable
      name="external-ids"
      label={t("title")}
      columns={columns}
      page={page}
      rowId={({ linkId, kind }) => `${linkId} ${kind}`}
      rowName={({ linkId }) => t("openLink", { id: shortenMiddle(linkId, 4) })}
      rowHref={({ linkId }) => `/${environment}/links/${linkId}`}
      {...turnsOf(`/${environment}/external-ids${offenderListParams.query(params)}`, page)}
      empty={
        swept ? <EmptyState title={t("empty")}>{t("emptyWhy")}</EmptyState> : <NeverSwept environment={environment} />
      }
    />
  )
}

const column = columnsOf<OffenderRow>()

function useColumns() {
  const t = useTranslations("externalIds")
  return useMemo(
    () =>
      column.columns([
        column.accessor("masked", {
          meta: { label: t("columns.id"), narrow: "lead" },
          cell: ({ row: { original } }) => (
            <>
              <span className="font-mono text-sm">{original.masked}</span>{" "}
              <span className="text-faint text-sm max-md:hidden">{t("characters", { count: original.length })}</span>
            </>
          ),
        }),
        column.accessor("kind", {
          meta: { label: t("columns.kind"), narrow: "end" },
          cell: ({ row }) => t(`kinds.${row.original.kind}`),
        }),
        column.accessor("grade", {
          meta: { label: t("columns.grade") },
          cell: ({ row }) => t(`grades.${row.original.grade}`),
        }),
        column.accessor("linkId", {
          meta: { label: t("columns.link"), opens: true, narrow: "below" },
          cell: ({ row }) => <span className="font-mono text-sm">{shortenMiddle(row.original.linkId, 4)}</span>,
        }),
        column.accessor("status", {
          meta: { label: t("columns.status") },
          cell: ({ row }) => <LinkStatusBadge status={row.original.status} />,
        }),
        column.accessor("institution", {
          meta: { label: t("columns.institution") },
          cell: ({ row }) => <Named name={row.original.institutionName} code={row.original.institution} />,
        }),
        column.accessor("foundAt", {
          meta: { label: t("columns.found"), narrow: "below-end" },
          cell: ({ row }) => <Time at={row.original.foundAt} />,
        }),
      ]),
    [t],
  )
}
