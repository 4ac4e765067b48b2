"use client"

import { X } from "lucide-react"
import { useLocale, useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { Button } from "@/components/ui/button"
import { formatNumber } from "@/lib/format"
import type { Total } from "@/lib/page"
import type { Selection } from "./selection"

type SelectionBarProps = {
  selection: Exclude<Selection, { kind: "none" }>
  total: Total
  onPage: number
  selectMatching: () => void
  clear: () => void
  actions: ReactNode
}

/** "120 selected · select all 4,312 that match · …" */
export function SelectionBar({ selection, total, onPage, selectMatching, clear, actions }: SelectionBarProps) {
  const t = useTranslations("ui.table")
  const locale = useLocale()
  const matching = `${formatNumber(locale, total.count)}${total.exact ? "" : "+"}`
  const mayWiden = selection.kind === "rows" && selection.ids.length === onPage && total.count > onPage
  return (
    <div className="no-print flex min-h-8 shrink-0 flex-wrap items-center gap-x-3 gap-y-2 rounded border border-accent/40 bg-selected px-2 py-px">
      <Button variant="ghost" size="sm" aria-label={t("clear")} icon={<X />} onClick={clear} />
      <span className="font-medium" aria-live="polite">
        {selection.kind === "matching"
          ? t("allMatching", { shown: matching })
          : t("selected", { count: selection.ids.length, shown: formatNumber(locale, selection.ids.length) })}
      </span>
      {mayWiden && (
        <button type="button" className="font-medium text-accent-text hover:underline" onClick={selectMatching}>
          {t("selectMatching", { shown: matching })}
        </button>
      )}
      <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div>
    </div>
  )
}
