"use client"

import { type ReactTable, useTable } from "@tanstack/react-table"
import { useState } from "react"
import { useHiddenColumns } from "@/components/ui/column-memory"
import type { DataTableProps } from "./data-table"
import { features } from "./features"
import type { Selection } from "./selection"

export type DataTableState<Row extends object> = {
  table: ReactTable<typeof features, Row>
  selection: Selection
  selectMatching: () => void
  clearSelection: () => void
}

export function useDataTable<Row extends object>(props: DataTableProps<Row>): DataTableState<Row> {
  const { hidden, save } = useHiddenColumns(props.name, props.initiallyHidden)
  const visibility = Object.fromEntries(hidden.map((column) => [column, false]))
  const [allMatching, setAllMatching] = useState(false)
  const table = useTable({
    features,
    columns: props.columns,
    data: props.page.rows,
    getRowId: props.rowId,
    enableRowSelection: props.selectionActions !== undefined,
    enableMultiSort: false,
    manualSorting: true,
    state: { columnVisibility: visibility, sorting: toSorting(props.sort) },
    onColumnVisibilityChange: (change) => {
      const next = typeof change === "function" ? change(visibility) : change
      save(Object.keys(next).filter((column) => next[column] === false))
    },
  })
  const ids = Object.keys(table.state.rowSelection)
  const clearSelection = () => {
    setAllMatching(false)
    table.resetRowSelection(true)
  }
  return {
    table,
    selection: toSelection(ids, allMatching, props.page.total),
    selectMatching: () => setAllMatching(true),
    clearSelection,
  }
}

function toSorting(sort: DataTableProps<object>["sort"]) {
  return sort ? [{ id: sort.key, desc: sort.descending }] : []
}

function toSelection(ids: readonly string[], all: boolean, total: { count: number; exact: boolean }): Selection {
  if (ids.length === 0) return { kind: "none" }
  return all ? { kind: "matching", ...total } : { kind: "rows", ids }
}
