"use client"

import { useTranslations } from "next-intl"
import { useMemo } from "react"
import { columnsOf } from "@/components/data-table/features"
import { LinkStatusBadge } from "@/components/links/link-status-badge"
import { Named } from "@/components/ui/named"
import { Time } from "@/components/ui/time"
import { shortenMiddle } from "@/lib/format"
import type { OrphanRow } from "@/lib/orphans/list/queries"
import type { OrphanListParams } from "@/lib/orphans/schema"
import { DecisionCell } from "./decision-cell"
import { Evidence } from "./evidence"

const column = columnsOf<OrphanRow>()

type OrphanColumns = { mayUndo: boolean; state: OrphanListParams["state"] }

/** What was decided is a column where not all rows are undecided anyway. */
export function useOrphanColumns(environment: string, { mayUndo, state }: OrphanColumns) {
  const t = useTranslations("orphans")
  return useMemo(
    () =>
      column.columns([
        column.accessor("externalId", {
          meta: { label: t("columns.externalId"), opens: true, narrow: "lead" },
          cell: ({ row: { original } }) => (
            <span className="font-mono text-sm">
              {original.externalId ?? (
                <span className="text-faint">{t("noExternalId", { id: shortenMiddle(original.linkId, 4) })}</span>
              )}
            </span>
          ),
        }),
        column.accessor("status", {
          meta: { label: t("columns.status"), narrow: "end" },
          cell: ({ row }) => <LinkStatusBadge status={row.original.status} />,
        }),
        column.accessor("institution", {
          meta: { label: t("columns.institution") },
          cell: ({ row }) => <Named name={row.original.institutionName} code={row.original.institution} />,
        }),
        column.accessor("createdAt", {
          meta: { label: t("columns.created"), narrow: "below-end" },
          cell: ({ row }) => <Time at={row.original.createdAt} />,
        }),
        column.accessor("reason", {
          meta: { label: t("columns.reason"), narrow: "below", wraps: true },
          cell: ({ row }) => <Evidence environment={environment} row={row.original} />,
        }),
        column.accessor("confidence", {
          meta: { label: t("columns.confidence") },
          cell: ({ row }) => t(`confidence.${row.original.confidence}`),
        }),
        ...(state === "open"
          ? []
          : [
              column.accessor("state", {
                meta: { label: t("columns.decision") },
                cell: ({ row }) => <DecisionCell environment={environment} row={row.original} mayUndo={mayUndo} />,
              }),
            ]),
      ]),
    [t, environment, mayUndo, state],
  )
}
