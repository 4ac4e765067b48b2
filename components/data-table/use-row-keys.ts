"use client"

import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { useEffect, useState } from "react"
import { useShortcut } from "@/components/ui/shortcuts"
import type { DataTableProps } from "./data-table"
import type { DataTableState } from "./use-data-table"

export type RowKeys = { activeId: string | null; activate: (id: string) => void; open: (href: string) => void }

/** `j` and `k` move through the rows, Enter opens one, `x` selects it. With a row open beside the list they open the next. */
export function useRowKeys<Row extends object>(props: DataTableProps<Row>, state: DataTableState<Row>): RowKeys {
  const t = useTranslations("shell.keys")
  const router = useRouter()
  const { page, rowId, rowHref, currentId = null } = props
  const [movedTo, setMovedTo] = useState<string | null>(null)
  const activeId = currentId ?? movedTo
  const open = (href: string) => router.push(href, { scroll: false })

  const step = (by: 1 | -1) => {
    const index = page.rows.findIndex((row) => rowId(row) === activeId)
    const row = page.rows[index < 0 ? 0 : Math.min(page.rows.length - 1, Math.max(0, index + by))]
    if (row === undefined) return
    setMovedTo(rowId(row))
    if (currentId !== null && rowId(row) !== currentId) router.replace(rowHref(row), { scroll: false })
  }
  const active = page.rows.find((row) => rowId(row) === activeId)
  const selects = props.selectionActions !== undefined

  useShortcut("j", t("down"), () => step(1))
  useShortcut("k", t("up"), () => step(-1))
  useShortcut("Enter", t("open"), () => active !== undefined && open(rowHref(active)))
  useShortcut(
    selects ? "x" : null,
    t("select"),
    () => activeId !== null && state.table.getRow(activeId).toggleSelected(),
  )
  useEffect(() => {
    if (activeId !== null) document.getElementById(rowElementId(activeId))?.scrollIntoView({ block: "nearest" })
  }, [activeId])
  return { activeId, activate: setMovedTo, open }
}

export function rowElementId(id: string): string {
  return `row-${id}`
}
