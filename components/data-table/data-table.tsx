"use client"

import type { ReactNode } from "react"
import type { Sort } from "@/lib/list-params"
import type { Page } from "@/lib/page"
import type { Columns } from "./features"
import type { Selection } from "./selection"
import { TableBody } from "./table-body"
import { TableFooter } from "./table-footer"
import { TableHead } from "./table-head"
import { TableToolbar } from "./table-toolbar"
import { useDataTable } from "./use-data-table"
import { useRowKeys } from "./use-row-keys"

export type DataTableProps<Row extends object> = {
  /** Under which the hidden columns are remembered. */
  name: string
  /** What the rows are, for who can't see the page's title. */
  label: string
  /** Keep it stable: a module's constant or a memo. A column sorts where it has `enableSorting` and `sortHref` is given. */
  columns: Columns<Row>
  page: Page<Row>
  rowId: (row: Row) => string
  /** What a row is called when it is selected. */
  rowName: (row: Row) => string
  rowHref: (row: Row) => string
  /** Where nothing is shown: why, and the way on. */
  empty: ReactNode
  sort?: Sort | null
  sortHref?: (sort: Sort | null) => string
  previousHref?: string | null
  nextHref?: string | null
  /** Names of columns that are hidden until somebody shows them. */
  initiallyHidden?: readonly string[]
  /** The row that is open beside the list; `j` and `k` then open its neighbours. */
  currentId?: string | null
  /** Filters, at the left. */
  filters?: ReactNode
  /** Export and the like, at the right. */
  actions?: ReactNode
  /** What may be done with a selection; without it nothing can be selected. */
  selectionActions?: ((selection: Selection, clear: () => void) => ReactNode) | undefined
}

/** A list of rows that the server filtered, sorted and cut: it knows no URL, it follows the addresses it is given. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const state = useDataTable(props)
  const keys = useRowKeys(props, state)
  return (
    <div className="flex min-h-0 flex-col gap-2 md:min-h-80 md:flex-1">
      <TableToolbar {...props} state={state} />
      <div className="scrolls relative min-h-0 overflow-x-auto rounded border border-line bg-surface md:overflow-auto">
        <table aria-label={props.label} className="w-full border-separate border-spacing-0 max-md:block">
          <TableHead {...props} state={state} />
          <TableBody {...props} state={state} keys={keys} />
        </table>
        {props.page.rows.length === 0 && props.empty}
      </div>
      <TableFooter {...props} />
    </div>
  )
}
