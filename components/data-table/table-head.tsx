"use client"

import type { Header } from "@tanstack/react-table"
import { ArrowDown, ArrowUp, ArrowUpDown } from "lucide-react"
import Link from "next/link"
import { useTranslations } from "next-intl"
import { Checkbox } from "@/components/ui/checkbox"
import { cn } from "@/components/ui/cn"
import type { DataTableProps } from "./data-table"
import type { features } from "./features"
import type { DataTableState } from "./use-data-table"

type TableHeadProps<Row extends object> = DataTableProps<Row> & { state: DataTableState<Row> }

const cell =
  "sticky top-0 z-10 h-[34px] border-line border-b whitespace-nowrap bg-surface px-3 font-medium text-muted text-sm first:pl-4 last:pr-4"

export function TableHead<Row extends object>({ state, sortHref, selectionActions }: TableHeadProps<Row>) {
  const t = useTranslations("ui.table")
  const { table } = state
  const some = table.getIsSomeRowsSelected()
  return (
    <thead className="max-md:hidden">
      {table.getHeaderGroups().map((group) => (
        <tr key={group.id}>
          {selectionActions !== undefined && (
            <th className={cn(cell, "w-10 pr-0 text-left")}>
              <Checkbox
                className="align-middle"
                aria-label={t("selectAll")}
                checked={table.getIsAllRowsSelected()}
                indeterminate={some && !table.getIsAllRowsSelected()}
                onChange={(event) => table.toggleAllRowsSelected(event.target.checked)}
              />
            </th>
          )}
          {group.headers.map((header) => (
            <HeadCell key={header.id} header={header} sortHref={sortHref} />
          ))}
        </tr>
      ))}
    </thead>
  )
}

type HeadCellProps<Row extends object> = {
  header: Header<typeof features, Row, unknown>
  sortHref: DataTableProps<Row>["sortHref"]
}

const ariaSort = { asc: "ascending", desc: "descending" } as const

function HeadCell<Row extends object>({ header, sortHref }: HeadCellProps<Row>) {
  const { column } = header
  const meta = column.columnDef.meta
  const label = meta?.label ?? column.id
  const shown = meta?.unseen ? <span className="sr-only">{label}</span> : label
  const sorted = column.getIsSorted()
  const end = meta?.align === "end"
  const sorts = sortHref !== undefined && column.columnDef.enableSorting === true
  return (
    <th
      scope="col"
      {...(sorts ? { "aria-sort": sorted ? ariaSort[sorted] : "none" } : {})}
      className={cn(cell, end ? "text-right" : "text-left", meta?.className)}
    >
      {sorts ? <SortLink label={label} column={column} sortHref={sortHref} end={end} /> : shown}
    </th>
  )
}

type SortLinkProps<Row extends object> = {
  label: string
  column: Header<typeof features, Row, unknown>["column"]
  sortHref: NonNullable<DataTableProps<Row>["sortHref"]>
  end: boolean
}

const icons = { asc: ArrowUp, desc: ArrowDown }
const tips = { asc: "sortAscending", desc: "sortDescending" } as const

function SortLink<Row extends object>({ label, column, sortHref, end }: SortLinkProps<Row>) {
  const t = useTranslations("ui.table")
  const sorted = column.getIsSorted()
  const next = column.getNextSortingOrder()
  const Icon = sorted ? icons[sorted] : ArrowUpDown
  return (
    <Link
      href={sortHref(next ? { key: column.id, descending: next === "desc" } : null)}
      scroll={false}
      data-tip={next ? t(tips[next], { column: label }) : t("sortNone", { column: label })}
      className={cn(
        "group/sort -mx-1 inline-flex h-6 items-center gap-1 rounded-sm px-1 hover:text-ink",
        sorted && "text-ink",
        end && "flex-row-reverse",
      )}
    >
      {label}
      <Icon
        aria-hidden
        className={cn("size-3", !sorted && "opacity-0 group-hover/sort:opacity-60 group-focus-visible/sort:opacity-60")}
      />
    </Link>
  )
}
