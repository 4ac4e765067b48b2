"use client"

import { Pagination } from "@/components/ui/pagination"
import type { DataTableProps } from "./data-table"

/** Nothing where one page holds everything. */
export function TableFooter<Row extends object>({ previousHref = null, nextHref = null }: DataTableProps<Row>) {
  if (previousHref === null && nextHref === null) return null
  return (
    <div className="flex shrink-0 justify-end">
      <Pagination previousHref={previousHref} nextHref={nextHref} />
    </div>
  )
}
