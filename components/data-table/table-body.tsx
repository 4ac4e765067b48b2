"use client"

import type { Cell, Row as TableRow } from "@tanstack/react-table"
import Link from "next/link"
import { useTranslations } from "next-intl"
import type { MouseEvent } from "react"
import { Checkbox } from "@/components/ui/checkbox"
import { cn } from "@/components/ui/cn"
import type { DataTableProps } from "./data-table"
import type { features, NarrowSlot } from "./features"
import type { DataTableState } from "./use-data-table"
import { type RowKeys, rowElementId } from "./use-row-keys"

type TableBodyProps<Row extends object> = DataTableProps<Row> & { state: DataTableState<Row>; keys: RowKeys }

export function TableBody<Row extends object>(props: TableBodyProps<Row>) {
  return (
    <tbody className="max-md:block">
      {props.state.table.getRowModel().rows.map((row) => (
        <BodyRow key={row.id} row={row} {...props} />
      ))}
    </tbody>
  )
}

function BodyRow<Row extends object>({ row, ...props }: TableBodyProps<Row> & { row: TableRow<typeof features, Row> }) {
  const t = useTranslations("ui.table")
  const { state, keys, rowHref, rowName, selectionActions } = props
  const href = rowHref(row.original)
  const active = keys.activeId === row.id
  const selected = state.selection.kind === "matching" || row.getIsSelected()
  return (
    <tr
      id={rowElementId(row.id)}
      data-active={active || undefined}
      onClick={(event) => onRowClick(event, href, keys, row.id)}
      className={cn(
        "group/row cursor-pointer scroll-mt-10 max-md:grid max-md:grid-cols-[auto_minmax(0,1fr)_auto] max-md:items-center max-md:border-line max-md:border-b max-md:px-4 max-md:py-2 max-md:last:border-b-0",
        selected ? "bg-selected" : active ? "bg-hover" : "hover:bg-hover",
      )}
    >
      {selectionActions !== undefined && (
        <td className={cn(cellClass, "max-md:row-span-2 max-md:pr-3 md:w-10 md:pr-0")}>
          <Checkbox
            className="align-middle"
            aria-label={t("selectRow", { row: rowName(row.original) })}
            checked={selected}
            disabled={state.selection.kind === "matching"}
            onChange={() => undefined}
            onClick={row.getToggleSelectedHandler()}
          />
        </td>
      )}
      {row.getVisibleCells().map((cell) => (
        <BodyCell key={cell.id} cell={cell} href={href} state={state} />
      ))}
    </tr>
  )
}

const cellClass =
  "[&>*]:align-middle md:h-[var(--row)] md:border-line md:border-b md:px-3 md:first:pl-4 md:last:pr-4 md:group-last/row:border-b-0 md:group-data-[active]/row:first:shadow-[inset_2px_0_0_var(--c-accent)]"

const narrowClasses: Record<NarrowSlot, string> = {
  lead: "max-md:col-start-2 max-md:row-start-1",
  whole: "max-md:col-span-2 max-md:col-start-2 max-md:row-start-1",
  end: "max-md:col-start-3 max-md:row-start-1 max-md:justify-self-end max-md:pl-3",
  below: "max-md:col-start-2 max-md:row-start-2 max-md:text-sm max-md:text-muted",
  "below-end":
    "max-md:col-start-3 max-md:row-start-2 max-md:justify-self-end max-md:pl-3 max-md:text-sm max-md:text-muted",
}

type BodyCellProps<Row extends object> = {
  cell: Cell<typeof features, Row, unknown>
  href: string
  state: DataTableState<Row>
}

function BodyCell<Row extends object>({ cell, href, state }: BodyCellProps<Row>) {
  const meta = cell.column.columnDef.meta
  const content = <state.table.FlexRender cell={cell} />
  return (
    <td
      className={cn(
        cellClass,
        "truncate",
        meta?.align === "end" ? "md:text-right" : "text-left",
        meta?.narrow === undefined ? "max-md:hidden" : cn("max-md:min-w-0", narrowClasses[meta.narrow]),
        meta?.wraps && "max-md:whitespace-normal",
        meta?.className,
      )}
    >
      {meta?.opens ? (
        <Link href={href} scroll={false} prefetch={false} className="rounded-sm font-medium hover:underline">
          {content}
        </Link>
      ) : (
        content
      )}
    </td>
  )
}

const controls = "a, button, input, label, select, dialog, [role=button]"

/** The whole row opens, except where a control was meant or text was being marked. */
function onRowClick(event: MouseEvent<HTMLElement>, href: string, keys: RowKeys, id: string) {
  const onControl = event.target instanceof Element && event.target.closest(controls) !== null
  if (onControl || getSelection()?.isCollapsed === false) return
  if (event.metaKey || event.ctrlKey) {
    open(href, "_blank", "noopener")
    return
  }
  keys.activate(id)
  keys.open(href)
}
