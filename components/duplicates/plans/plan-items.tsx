"use client"

import { useTranslations } from "next-intl"
import { useMemo } from "react"
import { DataTable } from "@/components/data-table/data-table"
import { columnsOf } from "@/components/data-table/features"
import { LinkStatusBadge } from "@/components/links/link-status-badge"
import { Badge } from "@/components/ui/badge"
import { EmptyState } from "@/components/ui/empty-state"
import { Id } from "@/components/ui/id"
import { Named } from "@/components/ui/named"
import { type PlanItemParams, type PlanItemRow, planItemParams } from "@/lib/duplicates/plans/schema"
import { survivorReasons } from "@/lib/duplicates/rules"
import { shortenMiddle } from "@/lib/format"
import { type Page, turnsOf } from "@/lib/page"
import { GroupMenu } from "./group-menu"

export type PlanItemsProps = {
  environment: string
  planId: string
  page: Page<PlanItemRow>
  params: PlanItemParams
  /** Survivors may be changed and groups taken out. */
  isOpen: boolean
}

/** Each link that is to go, and the one that stays in its place; a row opens the link that is to go. */
export function PlanItems({ environment, planId, page, params, isOpen }: PlanItemsProps) {
  const t = useTranslations("plans.items")
  const columns = useColumns({ environment, planId, isOpen })
  return (
    <DataTable
      name="plan-items"
      label={t("title")}
      columns={columns}
      page={page}
      rowId={({ oldLinkId }) => oldLinkId}
      rowName={({ oldLinkId }) => shortenMiddle(oldLinkId, 4)}
      rowHref={({ oldLinkId }) => `/${environment}/links/${oldLinkId}`}
      {...turnsOf(`/${environment}/duplicates/plans/${planId}${planItemParams.query(params)}`, page)}
      empty={<EmptyState title={t("empty")}>{t("emptyWhy")}</EmptyState>}
    />
  )
}

const column = columnsOf<PlanItemRow>()

function useColumns({ environment, planId, isOpen }: Pick<PlanItemsProps, "environment" | "planId" | "isOpen">) {
  const t = useTranslations("plans.items")
  return useMemo(
    () =>
      column.columns([
        column.accessor("oldLinkId", {
          meta: { label: t("old"), narrow: "lead", opens: true },
          cell: ({ row }) => <span className="font-mono text-sm">{shortenMiddle(row.original.oldLinkId, 4)}</span>,
        }),
        column.display({
          id: "oldStatus",
          meta: { label: t("oldStatus"), narrow: "end" },
          cell: ({ row: { original } }) => <Standing status={original.oldStatus} removed={original.oldRemoved} />,
        }),
        column.accessor("newLinkId", {
          meta: { label: t("new"), narrow: "below" },
          cell: ({ row }) => <Id value={row.original.newLinkId} />,
        }),
        column.display({
          id: "newStatus",
          meta: { label: t("newStatus"), narrow: "below-end" },
          cell: ({ row: { original } }) => <Standing status={original.newStatus} removed={original.newRemoved} />,
        }),
        column.accessor("externalId", {
          meta: { label: t("externalId"), className: "max-w-56" },
          cell: ({ row }) => row.original.externalId ?? "—",
        }),
        column.accessor("institution", {
          meta: { label: t("institution"), className: "max-w-56" },
          cell: ({ row }) => <Named name={row.original.institutionName} code={row.original.institution} />,
        }),
        column.accessor("reason", {
          meta: { label: t("reason"), className: "max-w-72" },
          cell: ({ row }) => <Reason item={row.original} />,
        }),
        column.display({
          id: "notes",
          meta: { label: t("notes") },
          cell: ({ row }) => <Notes item={row.original} />,
        }),
        ...(isOpen
          ? [
              column.display({
                id: "acts",
                enableHiding: false,
                meta: { label: t("acts") },
                cell: ({ row }) => <GroupMenu environment={environment} planId={planId} item={row.original} />,
              }),
            ]
          : []),
      ]),
    [t, environment, planId, isOpen],
  )
}

function Standing({ status, removed }: { status: string | null; removed: boolean }) {
  return status === null ? "—" : <LinkStatusBadge status={status} removed={removed} />
}

/** The rule's reasons in words, or what a person wrote. */
function Reason({ item: { reason, overruled, decidedBy } }: { item: PlanItemRow }) {
  const t = useTranslations("plans.reasons")
  const known = reason.split("|").map((code) => survivorReasons.find((one) => one === code))
  if (!overruled && known.every((one) => one !== undefined)) return known.map((one) => t(one)).join(", ")
  return <span data-tip={decidedBy}>{reason}</span>
}

function Notes({ item }: { item: PlanItemRow }) {
  const t = useTranslations("plans.notes")
  return (
    <span className="inline-flex flex-wrap gap-1">
      {item.notValid && <Badge tone="invalid">{t("notValid")}</Badge>}
      {item.joined && <Badge tone="token">{t("joined")}</Badge>}
      {item.stillUsed && <Badge>{t("stillUsed")}</Badge>}
      {item.sharedLogin && <Badge tone="token">{t("sharedLogin")}</Badge>}
    </span>
  )
}
