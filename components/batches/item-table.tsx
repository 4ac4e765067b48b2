"use client"

import { useTranslations } from "next-intl"
import { useMemo } from "react"
import { ItemStateBadge } from "@/components/batches/item-state"
import { DataTable } from "@/components/data-table/data-table"
import { columnsOf } from "@/components/data-table/features"
import { LinkStatusBadge } from "@/components/links/link-status-badge"
import { EmptyState } from "@/components/ui/empty-state"
import { Id } from "@/components/ui/id"
import { Named } from "@/components/ui/named"
import { Time } from "@/components/ui/time"
import type { ItemRow } from "@/lib/batches/items/queries"
import { type ItemListParams, itemListParams } from "@/lib/batches/items/schema"
import { failReasons, leftOutReasons } from "@/lib/batches/schema"
import { shortenMiddle } from "@/lib/format"
import { type Page, turnsOf } from "@/lib/page"

type ItemTableProps = { environment: string; batchId: string; page: Page<ItemRow>; params: ItemListParams }

/** The links of a batch, with what came of each and why. */
export function ItemTable({ environment, batchId, page, params }: ItemTableProps) {
  const t = useTranslations("batches.items")
  const columns = useColumns()
  return (
    <DataTable
      name="batch-items"
      label={t("title")}
      columns={columns}
      page={page}
      rowId={({ linkId }) => linkId}
      rowName={({ externalId, linkId }) => externalId ?? shortenMiddle(linkId, 4)}
      initiallyHidden={["belvoRequestId"]}
      rowHref={({ linkId }) => `/${environment}/links/${linkId}`}
      {...turnsOf(`/${environment}/batches/${batchId}${itemListParams.query(params)}`, page)}
      empty={<EmptyState title={t("empty")}>{t("emptyWhy")}</EmptyState>}
    />
  )
}

const column = columnsOf<ItemRow>()

function useColumns() {
  const t = useTranslations("batches.items.columns")
  return useMemo(
    () =>
      column.columns([
        column.accessor("linkId", {
          meta: { label: t("link"), opens: true, narrow: "lead" },
          cell: ({ row: { original } }) => (
            <span className="font-mono text-sm">{original.externalId ?? shortenMiddle(original.linkId, 4)}</span>
          ),
        }),
        column.accessor("state", {
          meta: { label: t("state"), narrow: "end" },
          cell: ({ row }) => <ItemStateBadge state={row.original.state} />,
        }),
        column.accessor("reason", {
          meta: { label: t("why"), narrow: "below", wraps: true },
          cell: ({ row: { original } }) => (
            <>
              {original.reason === null && (
                <Named name={original.institutionName} code={original.institution} className="md:hidden" />
              )}
              <Why reason={original.reason} />
            </>
          ),
        }),
        column.accessor("status", {
          meta: { label: t("status") },
          cell: ({ row }) => <LinkStatusBadge status={row.original.status} />,
        }),
        column.accessor("accessMode", {
          meta: { label: t("accessMode") },
          cell: ({ row }) => row.original.accessMode ?? "—",
        }),
        column.accessor("institution", {
          meta: { label: t("institution") },
          cell: ({ row }) => <Named name={row.original.institutionName} code={row.original.institution} />,
        }),
        column.accessor("belvoRequestId", {
          meta: { label: t("requestId") },
          cell: ({ row: { original } }) => (original.belvoRequestId ? <Id value={original.belvoRequestId} /> : "—"),
        }),
        column.accessor("settledAt", {
          meta: { label: t("settled"), narrow: "below-end" },
          cell: ({ row }) => <Time at={row.original.settledAt} />,
        }),
      ]),
    [t],
  )
}

/** In our words, or by Belvo's code. */
function Why({ reason }: { reason: string | null }) {
  const t = useTranslations("batches.reasons")
  if (reason === null) return <span className="max-md:hidden">—</span>
  const known = [...leftOutReasons, ...failReasons, "invalid_access_mode_switch" as const].find((one) => one === reason)
  return known ? t(known) : t("other", { code: reason })
}
