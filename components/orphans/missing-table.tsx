"use client"

import { useTranslations } from "next-intl"
import { useMemo } from "react"
import { DataTable } from "@/components/data-table/data-table"
import { columnsOf } from "@/components/data-table/features"
import { NeverSwept } from "@/components/shell/never-swept"
import { FileLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { Named } from "@/components/ui/named"
import { Segmented } from "@/components/ui/segmented"
import { Time } from "@/components/ui/time"
import type { MissingRow } from "@/lib/orphans/missing/queries"
import { type MissingListParams, missingKinds, missingListParams } from "@/lib/orphans/schema"
import { type Page, turnsOf } from "@/lib/page"

type MissingTableProps = {
  environment: string
  page: Page<MissingRow>
  params: MissingListParams
  /** Whether a sweep of all links has ever come to its end. */
  swept: boolean
  mayExport: boolean
}

/** Link ids that the directory knows and Belvo has not; a row opens the link's page. */
export function MissingTable({ environment, page, params, swept, mayExport }: MissingTableProps) {
  const t = useTranslations("orphans.missing")
  const columns = useColumns()
  const path = `/${environment}/orphans/missing`
  const query = missingListParams.query({ ...params, after: null, before: null })
  const segments = (["", ...missingKinds] as const).map((kind) => ({
    ...{ value: kind, label: t(`kinds.${kind === "" ? "all" : kind}`) },
    href: `${path}${missingListParams.query(params, { kind })}`,
  }))
  return (
    <DataTable
      name="missing-links"
      label={t("title")}
      columns={columns}
      page={page}
      rowId={({ linkId }) => linkId}
      rowName={({ externalId, linkId }) => externalId ?? linkId}
      rowHref={({ externalId, linkId }) =>
        externalId ? `/${environment}/users/${encodeURIComponent(externalId)}` : `/${environment}/links/${linkId}`
      }
      {...turnsOf(`${path}${query}`, page)}
      filters={<Segmented label={t("kind")} segments={segments} value={params.kind} />}
      actions={mayExport && <FileLink href={`/api/${environment}/missing.csv${query}`}>{t("csv")}</FileLink>}
      empty={
        swept ? <EmptyState title={t("empty")}>{t("emptyWhy")}</EmptyState> : <NeverSwept environment={environment} />
      }
    />
  )
}

const column = columnsOf<MissingRow>()

function useColumns() {
  const t = useTranslations("orphans.missing")
  return useMemo(
    () =>
      column.columns([
        column.accessor("externalId", {
          meta: { label: t("columns.externalId"), opens: true, narrow: "lead" },
          cell: ({ row }) => <span className="font-mono text-sm">{row.original.externalId ?? "—"}</span>,
        }),
        column.accessor("kind", {
          meta: { label: t("columns.kind"), narrow: "end" },
          cell: ({ row }) => t(`kinds.${row.original.kind}`),
        }),
        column.accessor("linkId", {
          meta: { label: t("columns.link"), narrow: "below" },
          cell: ({ row }) => <span className="font-mono text-sm">{row.original.linkId}</span>,
        }),
        column.accessor("institution", {
          meta: { label: t("columns.institution") },
          cell: ({ row }) =>
            row.original.institution === null ? (
              "—"
            ) : (
              <Named name={row.original.institutionName} code={row.original.institution} />
            ),
        }),
        column.accessor("removedAt", {
          meta: { label: t("columns.removed"), narrow: "below-end" },
          cell: ({ row }) => (row.original.removedAt ? <Time at={row.original.removedAt} /> : "—"),
        }),
      ]),
    [t],
  )
}
