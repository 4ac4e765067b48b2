"use client"

import { useTranslations } from "next-intl"
import { useMemo } from "react"
import { DataTable } from "@/components/data-table/data-table"
import { columnsOf } from "@/components/data-table/features"
import { ItemStateBadge } from "@/components/deletions/item-state"
import { CancelButton } from "@/components/deletions/request-acts"
import { LinkStatusBadge } from "@/components/links/link-status-badge"
import { EmptyState } from "@/components/ui/empty-state"
import { Id } from "@/components/ui/id"
import { Named } from "@/components/ui/named"
import { Time } from "@/components/ui/time"
import type { ItemRow } from "@/lib/deletions/items/queries"
import { type ItemListParams, itemListParams } from "@/lib/deletions/items/schema"
import { shortenMiddle } from "@/lib/format"
import { type Page, turnsOf } from "@/lib/page"

type ItemTableProps = {
  environment: string
  requestId: string
  page: Page<ItemRow>
  params: ItemListParams
  mayCancel: boolean
}

/** The links of a request, with what came of each; those that have not left can be chosen and taken out. */
export function ItemTable({ environment, requestId, page, params, mayCancel }: ItemTableProps) {
  const t = useTranslations("deletions.items")
  const columns = useColumns()
  return (
    <DataTable
      name="deletion-items"
      label={t("title")}
      columns={columns}
      page={page}
      rowId={({ linkId }) => linkId}
      rowName={({ linkId }) => shortenMiddle(linkId, 4)}
      rowHref={({ linkId }) => `/${environment}/links/${linkId}`}
      {...turnsOf(`/${environment}/deletions/${requestId}${itemListParams.query(params)}`, page)}
      selectionActions={
        mayCancel
          ? (selection, clear) =>
              selection.kind === "rows" && (
                <CancelButton {...{ environment, requestId }} linkIds={selection.ids} onDone={clear} />
              )
          : undefined
      }
      empty={<EmptyState title={t("empty")}>{t("emptyWhy")}</EmptyState>}
    />
  )
}

const column = columnsOf<ItemRow>()

function useColumns() {
  const t = useTranslations("deletions")
  return useMemo(
    () =>
      column.columns([
        column.accessor("linkId", {
          meta: { label: t("items.columns.link"), opens: true, narrow: "lead" },
          cell: ({ row }) => <span className="font-mono text-sm">{shortenMiddle(row.original.linkId, 4)}</span>,
        }),
        column.accessor("state", {
          meta: { label: t("items.columns.state"), narrow: "end" },
          cell: ({ row }) => <ItemStateBadge state={row.original.state} />,
        }),
        column.accessor("skipped", {
          meta: { label: t("items.columns.why"), narrow: "below" },
          cell: ({ row: { original } }) => <Why item={original} />,
        }),
        column.accessor("status", {
          meta: { label: t("items.columns.status") },
          cell: ({ row }) => <LinkStatusBadge status={row.original.status} />,
        }),
        column.accessor("institution", {
          meta: { label: t("items.columns.institution") },
          cell: ({ row }) => <Named name={row.original.institutionName} code={row.original.institution} />,
        }),
        column.accessor("linkCreatedAt", {
          meta: { label: t("items.columns.created") },
          cell: ({ row }) => <Time at={row.original.linkCreatedAt} show="date" />,
        }),
        column.accessor("belvoRequestId", {
          meta: { label: t("items.columns.requestId") },
          cell: ({ row: { original } }) => (original.belvoRequestId ? <Id value={original.belvoRequestId} /> : "—"),
        }),
        column.accessor("settledAt", {
          meta: { label: t("items.columns.settled"), narrow: "below-end" },
          cell: ({ row }) => <Time at={row.original.settledAt} />,
        }),
      ]),
    [t],
  )
}

/** Why it was left alone, or what Belvo said. */
function Why({ item }: { item: ItemRow }) {
  const t = useTranslations("deletions")
  if (item.skipped) return t(`skipped.${item.skipped}`)
  if (item.failure === null) return item.inDirectory && item.state === "draft" ? t("items.inDirectory") : "—"
  const { code } = item.failure
  if (code === "still_there") return t("failures.still_there")
  return code === "unclear" ? t("failures.unclear") : t("failures.other", { code })
}
