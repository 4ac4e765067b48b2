"use client"

import { Check, Copy } from "lucide-react"
import { useTranslations } from "next-intl"
import { shortenMiddle } from "@/lib/format"
import { cn } from "./cn"
import { useCopy } from "./copy-button"

type IdProps = {
  value: string
  /** Show all of it, broken where it must be. */
  whole?: boolean
  ends?: number
}

/** An id: monospace, shortened in the middle, whole on hover; a click copies all of it. */
export function Id({ value, whole = false, ends = 4 }: IdProps) {
  const t = useTranslations("ui.copy")
  const { copied, copy } = useCopy(value)
  const Icon = copied ? Check : Copy
  return (
    <button
      type="button"
      data-tip={copied ? t("done") : value}
      onClick={(event) => {
        event.stopPropagation()
        void copy()
      }}
      className={cn(
        "group/id inline-flex max-w-full items-center gap-1 rounded-sm font-mono text-sm hover:text-accent-text",
        whole && "text-left",
      )}
    >
      <span className="sr-only">{t("id", { id: value })}</span>
      <span aria-hidden className={whole ? "break-all" : "truncate"}>
        {whole ? value : shortenMiddle(value, ends)}
      </span>
      <Icon
        aria-hidden
        className={cn(
          "size-3 shrink-0 transition-opacity",
          copied ? "text-valid-solid" : "opacity-0 group-hover/id:opacity-70 group-focus-visible/id:opacity-70",
        )}
      />
    </button>
  )
}
