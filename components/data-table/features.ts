import {
  columnVisibilityFeature,
  createColumnHelper,
  metaHelper,
  rowSelectionFeature,
  rowSortingFeature,
  type TableOptions,
  tableFeatures,
} from "@tanstack/react-table"

/** Where a cell stands in the two lines that a row becomes on a phone (`whole`: it has the first for itself); without one it is left out there. */
export type NarrowSlot = "lead" | "whole" | "end" | "below" | "below-end"

export type ColumnMeta = {
  /** The column's name, in the header and in the chooser. */
  label: string
  align?: "end"
  /** Width and the like, for the whole column. */
  className?: string
  narrow?: NarrowSlot
  /** On a phone in as many lines as it takes: a reason that is cut is none. */
  wraps?: boolean
  /** The label is for who can't see what stands below it. */
  unseen?: boolean
  /** The cell's content opens the row: the link for keyboards and for a new tab. */
  opens?: boolean
}

/** Sorting and paging are the server's: no row model of ours touches the rows. */
export const features = tableFeatures({
  columnVisibilityFeature,
  rowSelectionFeature,
  rowSortingFeature,
  columnMeta: metaHelper<ColumnMeta>(),
})

export type Columns<Row extends object> = TableOptions<typeof features, Row>["columns"]

/** `const column = columnsOf<LinkRow>()`, then `column.columns([column.accessor("status", { meta: { label } })])`. */
export function columnsOf<Row extends object>() {
  return createColumnHelper<typeof features, Row>()
}
