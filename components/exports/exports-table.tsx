"use client"

import { useLocale, useTranslations } from "next-intl"
import { useMemo } from "react"
import { DataTable } from "@/components/data-table/data-table"
import { columnsOf } from "@/components/data-table/features"
import { Badge } from "@/components/ui/badge"
import { EmptyState } from "@/components/ui/empty-state"
import { Id } from "@/components/ui/id"
import { Num } from "@/components/ui/num"
import { Time } from "@/components/ui/time"
import type { ExportRow } from "@/lib/exports/queries"
import { hiddenMark } from "@/lib/exports/schema"
import { formatBytes } from "@/lib/format"
import { type Page, turnsOf } from "@/lib/page"

type ExportsTableProps = { environment: string; page: Page<ExportRow> }

const column = columnsOf<ExportRow>()

/** Who took what, and whether it arrived whole. A row opens the list that the file was made of. */
export function ExportsTable({ environment, page }: ExportsTableProps) {
  const t = useTranslations("exports")
  const locale = useLocale()
  const columns = useMemo(
    () =>
      column.columns([
        column.accessor("startedAt", {
          meta: { label: t("columns.started"), narrow: "below-end", className: "md:w-52" },
          cell: ({ row }) => <Time at={row.original.startedAt} show="instant" />,
        }),
        column.accessor("memberName", { meta: { label: t("columns.member"), narrow: "lead" } }),
        column.accessor("dataset", {
          meta: { label: t("columns.what"), opens: true, narrow: "below" },
          cell: ({ row }) => (
            <>
              {t(`datasets.${row.original.dataset}`)} {row.original.raw && <Badge>{t("raw")}</Badge>}
            </>
          ),
        }),
        column.accessor("query", {
          meta: { label: t("columns.filter"), className: "max-w-80" },
          cell: ({ row }) => <FilterText query={row.original.query} none={t("noFilter")} />,
        }),
        column.accessor("state", {
          meta: { label: t("columns.state"), narrow: "end" },
          cell: ({ row }) => t(`states.${row.original.state}`),
        }),
        column.accessor("rows", {
          meta: { label: t("columns.rows"), align: "end" },
          cell: ({ row }) => <Num value={row.original.rows} />,
        }),
        column.accessor("bytes", {
          meta: { label: t("columns.size"), align: "end" },
          cell: ({ row }) => (row.original.bytes === null ? "—" : formatBytes(locale, row.original.bytes)),
        }),
        column.accessor("sha256", {
          meta: { label: t("columns.sha256") },
          cell: ({ row }) => (row.original.sha256 ? <Id value={row.original.sha256} ends={8} /> : "—"),
        }),
      ]),
    [t, locale],
  )
  return (
    <DataTable
      name="exports"
      label={t("title")}
      columns={columns}
      page={page}
      rowId={(row) => row.id}
      rowName={(row) => row.fileName}
      rowHref={(row) => hrefOf(environment, row)}
      {...turnsOf(`/${environment}/exports`, page)}
      empty={<EmptyState title={t("empty")}>{t("emptyWhy")}</EmptyState>}
    />
  )
}

/** A filter that is hidden in part opens nothing: the rest alone would be another list. */
function hrefOf(environment: string, { dataset, query }: ExportRow): string {
  if (dataset === "batch") return `/${environment}/batches/${new URLSearchParams(query).get("batch")}`
  if (dataset === "remap") return `/${environment}/duplicates/plans/${new URLSearchParams(query).get("plan")}`
  if (dataset === "campaign") return `/${environment}/recovery/campaigns/${new URLSearchParams(query).get("campaign")}`
  return query.includes(hiddenMark) ? `/${environment}/exports` : `/${environment}/${dataset}${query && `?${query}`}`
}

function FilterText({ query, none }: { query: string; none: string }) {
  const t = useTranslations("exports")
  if (query === "") return <span className="text-muted">{none}</span>
  const shown = (value: string) =>
    value.startsWith(hiddenMark) ? t("hidden", { start: value.slice(hiddenMark.length).slice(0, 8) }) : value
  const parts = [...new URLSearchParams(query)].map(
    ([name, value]) => `${name}: ${value.split(",").map(shown).join(", ")}`,
  )
  return (
    <span className="block truncate font-mono text-sm" data-tip={parts.join(" · ")}>
      {parts.join(" · ")}
    </span>
  )
}
