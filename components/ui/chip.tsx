import { X } from "lucide-react"
import Link from "next/link"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"

type ChipProps = {
  /** "Status is invalid or token required" */
  children: ReactNode
  /** The address without this filter. */
  removeHref: string
}

/** A filter in force, which says what it does and can be taken away. */
export function Chip({ children, removeHref }: ChipProps) {
  const t = useTranslations("ui.chip")
  return (
    <span className="inline-flex h-7 max-w-full items-center rounded border border-strong bg-surface pl-2.5">
      <span className="truncate">{children}</span>
      <Link
        href={removeHref}
        aria-label={t("remove")}
        className="ml-1 flex size-[26px] items-center justify-center rounded text-faint hover:bg-hover hover:text-ink"
      >
        <X aria-hidden className="size-3.5" />
      </Link>
    </span>
  )
}
