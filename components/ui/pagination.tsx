import { ChevronLeft, ChevronRight } from "lucide-react"
import Link from "next/link"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { cn } from "./cn"

type PaginationProps = {
  /** Null at the first page. */
  previousHref: string | null
  /** Null at the last. */
  nextHref: string | null
}

/** Previous and next by key: lists of millions have no page numbers. */
export function Pagination({ previousHref, nextHref }: PaginationProps) {
  const t = useTranslations("ui.pagination")
  return (
    <nav aria-label={t("label")} className="no-print flex items-center gap-1">
      <Step href={previousHref} rel="prev" label={t("previous")}>
        <ChevronLeft aria-hidden className="size-3.5" />
        {t("previous")}
      </Step>
      <Step href={nextHref} rel="next" label={t("next")}>
        {t("next")}
        <ChevronRight aria-hidden className="size-3.5" />
      </Step>
    </nav>
  )
}

type OnwardPaginationProps = { path: string; isFirst: boolean; next: string | null }

/** For lists that are read onward from their first page, whose address is `path`; nothing where that is all. */
export function OnwardPagination({ path, isFirst, next }: OnwardPaginationProps) {
  if (isFirst && next === null) return null
  return <Pagination previousHref={isFirst ? null : path} nextHref={next && `${path}?after=${next}`} />
}

function Step({
  href,
  rel,
  label,
  children,
}: {
  href: string | null
  rel: string
  label: string
  children: ReactNode
}) {
  const className = "inline-flex h-7 items-center gap-1 rounded px-2 font-medium text-sm"
  if (href === null) {
    return (
      <span aria-disabled className={cn(className, "text-faint opacity-60")}>
        {children}
      </span>
    )
  }
  return (
    <Link
      href={href}
      rel={rel}
      aria-label={label}
      className={cn(className, "text-muted hover:bg-hover hover:text-ink")}
    >
      {children}
    </Link>
  )
}
