import { useTranslations } from "next-intl"
import { useMemo } from "react"
import { type Columns, columnsOf } from "@/components/data-table/features"
import { Badge } from "@/components/ui/badge"
import { useClock } from "@/components/ui/clock"
import { Id } from "@/components/ui/id"
import { Time } from "@/components/ui/time"
import type { InstitutionFacet } from "@/lib/links/facets/schema"
import type { LinkRow } from "@/lib/links/list/queries"
import { isOverdue } from "@/lib/links/rules"
import type { LinkSort } from "@/lib/links/schema"
import { parseInstant } from "@/lib/time"
import { Institution, None, Unnamed } from "./link-cells"
import { LinkFlags } from "./link-flag-badge"
import { LinkStatusBadge } from "./link-status-badge"

type LinkColumnsOptions = {
  institutions: readonly InstitutionFacet[]
  sorts: readonly LinkSort[]
  /** Since when the whole mirror is at least this new; ISO 8601. */
  syncedAt: string | null
}

/** Shown only when somebody asks for them. */
export const initiallyHidden = [
  "id",
  "country",
  "type",
  "accessMode",
  "refreshRate",
  "refreshDueAt",
  "institutionUserId",
  "credentialsStorage",
  "staleIn",
  "fetchResources",
  "lastSeenAt",
  "removedAt",
] as const

const column = columnsOf<LinkRow>()

/** Columns that sort are called as their order in the address. */
export function useLinkColumns({ institutions, sorts, syncedAt }: LinkColumnsOptions): Columns<LinkRow> {
  const t = useTranslations("links.columns")
  return useMemo(() => {
    const names = new Map(institutions.map((one) => [one.name, one.displayName]))
    return column.columns([...shownAtFirst(t, { sorts, names }), ...shownOnDemand(t, syncedAt)])
  }, [t, institutions, sorts, syncedAt])
}

type Titles = ReturnType<typeof useTranslations<"links.columns">>
type Shown = { sorts: readonly LinkSort[]; names: ReadonlyMap<string, string> }

function shownAtFirst(t: Titles, { sorts, names }: Shown) {
  const sorting = (key: LinkSort) => sorts.includes(key)
  return [
    column.accessor("externalId", {
      enableSorting: sorting("externalId"),
      enableHiding: false,
      meta: { label: t("externalId"), opens: true, narrow: "lead", className: "max-w-64" },
      cell: ({ row }) => row.original.externalId ?? <Unnamed id={row.original.id} />,
    }),
    column.accessor("status", {
      enableSorting: sorting("status"),
      enableHiding: false,
      meta: { label: t("status"), narrow: "end" },
      cell: ({ row }) => <LinkStatusBadge status={row.original.status} removed={row.original.removedAt !== null} />,
    }),
    column.accessor("statusSince", {
      enableSorting: sorting("statusSince"),
      sortDescFirst: true,
      // On a phone an age stands below the status, so it must be the status's own.
      meta: { label: t("statusSince"), narrow: "below-end" },
      cell: ({ row }) => <Time at={row.original.statusSince} />,
    }),
    column.accessor("institution", {
      enableSorting: false,
      meta: { label: t("institution"), narrow: "below", className: "max-w-96" },
      cell: ({ row }) => (
        <span className="flex min-w-0 items-center gap-2">
          <Institution row={row.original} name={names.get(row.original.institution)} />
          <LinkFlags link={row.original} />
        </span>
      ),
    }),
    column.accessor("lastAccessedAt", {
      enableSorting: sorting("lastAccessedAt"),
      sortDescFirst: true,
      meta: { label: t("lastAccessedAt") },
      cell: ({ row }) => <LastAccess row={row.original} />,
    }),
    column.accessor("createdAt", {
      enableSorting: sorting("createdAt"),
      sortDescFirst: true,
      meta: { label: t("createdAt") },
      cell: ({ row }) => <Time at={row.original.createdAt} show="date" />,
    }),
  ]
}

function shownOnDemand(t: Titles, syncedAt: string | null) {
  const unsorted = (name: (typeof initiallyHidden)[number]) => ({ enableSorting: false, meta: { label: t(name) } })
  const plain = (name: "country" | "type" | "accessMode" | "refreshRate" | "credentialsStorage" | "staleIn") =>
    column.accessor(name, { ...unsorted(name), cell: ({ row }) => row.original[name] ?? <None /> })
  const moment = (name: "refreshDueAt" | "removedAt") =>
    column.accessor(name, { ...unsorted(name), cell: ({ row }) => <Time at={row.original[name]} /> })
  return [
    plain("country"),
    plain("type"),
    plain("accessMode"),
    plain("refreshRate"),
    moment("refreshDueAt"),
    column.accessor("institutionUserId", {
      ...unsorted("institutionUserId"),
      cell: ({ row }) => (row.original.institutionUserId ? <Id value={row.original.institutionUserId} /> : <None />),
    }),
    column.accessor("id", { ...unsorted("id"), cell: ({ row }) => <Id value={row.original.id} /> }),
    plain("credentialsStorage"),
    plain("staleIn"),
    column.accessor("fetchResources", {
      enableSorting: false,
      meta: { label: t("fetchResources"), className: "max-w-64" },
      cell: ({ row }) => row.original.fetchResources.join(", ") || <None />,
    }),
    column.display({
      id: "lastSeenAt",
      ...unsorted("lastSeenAt"),
      cell: ({ row }) => <Time at={lastSeen(row.original, syncedAt)} />,
    }),
    moment("removedAt"),
  ]
}

function LastAccess({ row }: { row: LinkRow }) {
  const t = useTranslations("links")
  const now = useClock()
  const moment = (text: string | null) => (text === null ? null : parseInstant(text))
  const overdue = isOverdue({ ...row, refreshDueAt: moment(row.refreshDueAt), removedAt: moment(row.removedAt) }, now)
  return (
    <span className="inline-flex items-center gap-2">
      <Time at={row.lastAccessedAt} />
      {overdue && <Badge tone="token">{t("overdue")}</Badge>}
    </span>
  )
}

/** A completed sweep has seen everything that was there when it began. */
function lastSeen({ observedAt, removedAt }: LinkRow, syncedAt: string | null): string {
  const [row, all] = [parseInstant(observedAt), syncedAt === null ? null : parseInstant(syncedAt)]
  return removedAt === null && syncedAt !== null && row && all && all > row ? syncedAt : observedAt
}
