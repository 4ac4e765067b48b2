import { useTranslations } from "next-intl"
import { useMemo } from "react"
import { type Columns, columnsOf } from "@/components/data-table/features"
import { Id } from "@/components/ui/id"
import { Time } from "@/components/ui/time"
import type { AsOfRow } from "@/lib/history/as-of/schema"
import type { InstitutionFacet } from "@/lib/links/facets/schema"
import { Institution, None, Unnamed } from "./link-cells"
import { LinkStatusBadge } from "./link-status-badge"

export const initiallyHiddenThen = ["id", "country", "type", "credentialsStorage"]

const column = columnsOf<AsOfRow>()

/** Only what is recorded of a past day. */
export function useAsOfColumns(institutions: readonly InstitutionFacet[]): Columns<AsOfRow> {
  const t = useTranslations("links.columns")
  return useMemo(() => {
    const names = new Map(institutions.map((one) => [one.name, one.displayName]))
    const plain = (name: "accessMode" | "refreshRate" | "credentialsStorage" | "country" | "type") =>
      column.accessor(name, {
        enableSorting: false,
        meta: { label: t(name) },
        cell: ({ row }) => row.original[name] ?? <None />,
      })
    return column.columns([
      column.accessor("externalId", {
        enableSorting: false,
        enableHiding: false,
        meta: { label: t("externalId"), opens: true, narrow: "lead", className: "max-w-64" },
        cell: ({ row }) => <Called row={row.original} />,
      }),
      column.accessor("status", {
        enableSorting: false,
        enableHiding: false,
        meta: { label: t("status"), narrow: "end" },
        cell: ({ row }) => <StatusThen row={row.original} />,
      }),
      column.accessor("statusSince", {
        enableSorting: false,
        meta: { label: t("statusSince") },
        cell: ({ row }) => <Time at={row.original.statusSince} show="date" />,
      }),
      column.accessor("institution", {
        enableSorting: false,
        meta: { label: t("institution"), narrow: "below", className: "max-w-72" },
        cell: ({ row }) => <Institution row={row.original} name={names.get(row.original.institution)} />,
      }),
      plain("accessMode"),
      plain("refreshRate"),
      column.accessor("createdAt", {
        enableSorting: true,
        sortDescFirst: true,
        meta: { label: t("createdAt"), narrow: "below-end" },
        cell: ({ row }) => <Time at={row.original.createdAt} show="date" />,
      }),
      plain("credentialsStorage"),
      plain("country"),
      plain("type"),
      column.accessor("id", {
        enableSorting: false,
        meta: { label: t("id") },
        cell: ({ row }) => <Id value={row.original.id} />,
      }),
    ])
  }, [t, institutions])
}

function StatusThen({ row }: { row: AsOfRow }) {
  const t = useTranslations("links.asOf")
  if (row.removed) return <LinkStatusBadge status={row.status ?? ""} removed />
  if (row.status === null) return <span className="text-muted italic">{t("notRecorded")}</span>
  return <LinkStatusBadge status={row.status} />
}

function Called({ row }: { row: AsOfRow }) {
  const t = useTranslations("links.asOf")
  if (row.externalId !== null) return row.externalId
  return (
    <span className="inline-flex items-center gap-2">
      <Unnamed id={row.id} />
      {row.externalIdLost && (
        <span className="text-faint text-sm" data-tip={t("lostTip")}>
          {t("lost")}
        </span>
      )}
    </span>
  )
}
