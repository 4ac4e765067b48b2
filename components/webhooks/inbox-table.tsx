"use client"

import Link from "next/link"
import { useTranslations } from "next-intl"
import { useMemo } from "react"
import { DataTable } from "@/components/data-table/data-table"
import { columnsOf } from "@/components/data-table/features"
import { EmptyState } from "@/components/ui/empty-state"
import { Id } from "@/components/ui/id"
import { Time } from "@/components/ui/time"
import { RereadButton } from "@/components/webhooks/reread-button"
import { RereadSelection } from "@/components/webhooks/reread-selection"
import { WebhookName } from "@/components/webhooks/webhook-name"
import { WebhookOutcome } from "@/components/webhooks/webhook-outcome"
import { shortenMiddle } from "@/lib/format"
import { type Page, turnsOf } from "@/lib/page"
import type { InboxRow } from "@/lib/webhooks/inbox/queries"
import { type InboxParams, inboxParams } from "@/lib/webhooks/schema"

type InboxTableProps = {
  environment: string
  page: Page<InboxRow>
  params: InboxParams
  mayReread: boolean
  /** When the page was counted: what came later is not part of "all that match". */
  countedAt: string
}

/** What arrived, newest first, and what it caused; a row opens the webhook beside the list. */
export function InboxTable({ environment, page, params, mayReread, countedAt }: InboxTableProps) {
  const t = useTranslations("webhooks")
  const columns = useColumns(environment, mayReread)
  const path = `/${environment}/webhooks`
  const stay = { after: params.after, before: params.before }
  return (
    <DataTable
      name="webhooks"
      label={t("title")}
      columns={columns}
      page={page}
      rowId={(row) => row.id}
      rowName={(row) => [row.type ?? "—", row.code].filter(Boolean).join(" ")}
      rowHref={(row) => `${path}${inboxParams.query(params, { open: row.id, ...stay })}`}
      currentId={params.open}
      {...turnsOf(`${path}${inboxParams.query({ ...params, open: null })}`, page)}
      empty={<Empty filtered={params.outcome !== ""} />}
      selectionActions={
        mayReread
          ? (selection, clear) => (
              <RereadSelection
                environment={environment}
                selection={selection}
                all={{ filter: { outcome: params.outcome }, snapshotAt: countedAt }}
                onDone={clear}
              />
            )
          : undefined
      }
    />
  )
}

const column = columnsOf<InboxRow>()

function useColumns(environment: string, mayReread: boolean) {
  const t = useTranslations("webhooks")
  return useMemo(
    () =>
      column.columns([
        column.accessor("receivedAt", {
          meta: { label: t("columns.receivedAt"), className: "md:w-52", narrow: "below-end" },
          cell: ({ row }) => <Time at={row.original.receivedAt} show="instant" />,
        }),
        column.accessor("code", {
          meta: { label: t("columns.what"), opens: true, narrow: "whole" },
          cell: ({ row }) => <WebhookName type={row.original.type} code={row.original.code} />,
        }),
        column.accessor("linkId", {
          meta: { label: t("columns.link") },
          cell: ({ row }) => <LinkCell environment={environment} linkId={row.original.linkId} />,
        }),
        column.accessor("outcome", {
          meta: { label: t("columns.outcome"), narrow: "below" },
          cell: ({ row }) => <WebhookOutcome row={row.original} />,
        }),
        column.accessor("repeats", {
          meta: { label: t("columns.repeats") },
          cell: ({ row }) => (row.original.repeats > 0 ? t("repeats", { count: row.original.repeats }) : null),
        }),
        column.accessor("requestId", {
          meta: { label: t("columns.requestId") },
          cell: ({ row }) => (row.original.requestId ? <Id value={row.original.requestId} /> : "—"),
        }),
        ...(mayReread
          ? [
              column.display({
                id: "again",
                meta: { label: t("again"), align: "end", className: "md:w-16" },
                cell: ({ row }) =>
                  row.original.linkId && <RereadButton environment={environment} eventId={row.original.id} />,
              }),
            ]
          : []),
      ]),
    [t, environment, mayReread],
  )
}

function LinkCell({ environment, linkId }: { environment: string; linkId: string | null }) {
  if (linkId === null) return <span className="text-faint">—</span>
  return (
    <Link
      href={`/${environment}/links/${linkId}`}
      className="whitespace-nowrap font-mono text-accent-text text-sm hover:underline"
    >
      {shortenMiddle(linkId, 4)}
    </Link>
  )
}

function Empty({ filtered }: { filtered: boolean }) {
  const t = useTranslations("webhooks")
  return filtered ? (
    <EmptyState title={t("emptyFilter")}>{t("emptyFilterWhy")}</EmptyState>
  ) : (
    <EmptyState title={t("empty")}>{t("emptyWhy")}</EmptyState>
  )
}
