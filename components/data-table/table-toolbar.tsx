"use client"

import { useLocale, useTranslations } from "next-intl"
import { formatNumber } from "@/lib/format"
import type { Total } from "@/lib/page"
import { ColumnChooser } from "./column-chooser"
import type { DataTableProps } from "./data-table"
import { DensityButton } from "./density-button"
import { SelectionBar } from "./selection-bar"
import type { DataTableState } from "./use-data-table"

type TableToolbarProps<Row extends object> = DataTableProps<Row> & { state: DataTableState<Row> }

/** Filters and view; with a selection, what may be done with it, in the same place and height. */
export function TableToolbar<Row extends object>({ state, page, filters, actions, ...props }: TableToolbarProps<Row>) {
  if (state.selection.kind !== "none") {
    return (
      <SelectionBar
        selection={state.selection}
        total={page.total}
        onPage={page.rows.length}
        selectMatching={state.selectMatching}
        clear={state.clearSelection}
        actions={props.selectionActions?.(state.selection, state.clearSelection)}
      />
    )
  }
  return (
    <div className="no-print flex min-h-8 shrink-0 flex-wrap items-center gap-2">
      <div className="flex min-w-0 flex-wrap items-center gap-2">{filters}</div>
      <div className="ml-auto flex items-center gap-2">
        <span className="px-1 text-muted">
          <RowCount total={page.total} />
        </span>
        <ColumnChooser table={state.table} />
        <DensityButton />
        {actions}
      </div>
    </div>
  )
}

function RowCount({ total }: { total: Total }) {
  const t = useTranslations("ui.table")
  const locale = useLocale()
  const shown = `${formatNumber(locale, total.count)}${total.exact ? "" : "+"}`
  return t("count", { count: total.count, shown })
}
