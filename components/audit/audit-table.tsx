"use client"

import { useTranslations } from "next-intl"
import { useMemo } from "react"
import { DataTable } from "@/components/data-table/data-table"
import { columnsOf } from "@/components/data-table/features"
import { EmptyState } from "@/components/ui/empty-state"
import { Id } from "@/components/ui/id"
import { Time } from "@/components/ui/time"
import type { AuditRow } from "@/lib/audit/queries"
import { type AuditListParams, auditListParams } from "@/lib/audit/schema"
import { type Page, turnsOf } from "@/lib/page"

type AuditTableProps = { environment: string; page: Page<AuditRow>; params: AuditListParams }

const column = columnsOf<AuditRow>()

// What is shorter is a word, such as a permission, and is read as one.
const shortestId = 32

/** Entries newest first; a row opens the entry beside the list. */
export function AuditTable({ environment, page, params }: AuditTableProps) {
  const t = useTranslations("audit")
  const columns = useMemo(
    () =>
      column.columns([
        column.accessor("seq", {
          meta: { label: t("columns.seq"), align: "end", opens: true, className: "md:w-20", narrow: "end" },
        }),
        column.accessor("at", {
          meta: { label: t("columns.at"), className: "md:w-52", narrow: "below-end" },
          cell: ({ row }) => <Time at={row.original.at} show="instant" />,
        }),
        column.accessor("actor", {
          meta: { label: t("columns.actor"), narrow: "below" },
          cell: ({ row }) => row.original.actorName ?? row.original.actor,
        }),
        column.accessor("action", {
          meta: { label: t("columns.action"), narrow: "lead" },
          cell: ({ row }) => <span className="font-mono text-sm">{row.original.action}</span>,
        }),
        column.accessor("entityId", {
          meta: { label: t("columns.entity") },
          cell: ({ row }) => (
            <span className="inline-flex items-center gap-2">
              <span className="text-muted">{row.original.entity}</span>
              {row.original.entityId && (
                <Id value={row.original.entityId} whole={row.original.entityId.length < shortestId} />
              )}
            </span>
          ),
        }),
      ]),
    [t],
  )
  const href = (changes: Partial<AuditListParams>) => `/${environment}/audit${auditListParams.query(params, changes)}`
  return (
    <DataTable
      name="audit"
      label={t("title")}
      columns={columns}
      page={page}
      rowId={(row) => row.seq}
      rowName={(row) => row.seq}
      rowHref={(row) => href({ entry: row.seq, after: params.after, before: params.before })}
      currentId={params.entry}
      {...turnsOf(href({ after: null, before: null }), page)}
      empty={<EmptyState title={t("empty")}>{t("emptyWhy")}</EmptyState>}
    />
  )
}
