import { ChevronLeft } from "lucide-react"
import Link from "next/link"
import type { ReactNode } from "react"

type PageHeaderProps = {
  title: ReactNode
  description?: ReactNode
  actions?: ReactNode
  /** The list this page belongs to. */
  back?: { href: string; label: string }
}

export function PageHeader({ title, description, actions, back }: PageHeaderProps) {
  return (
    <header className="flex shrink-0 flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 pt-4 pb-3 lg:px-6">
      <div className="min-w-0">
        {back !== undefined && (
          <Link
            href={back.href}
            className="no-print inline-flex items-center gap-0.5 text-muted text-sm hover:text-ink"
          >
            <ChevronLeft aria-hidden className="size-3.5" />
            {back.label}
          </Link>
        )}
        <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
        {description !== undefined && <p className="max-w-2xl text-muted">{description}</p>}
      </div>
      {actions !== undefined && <div className="no-print flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  )
}

type PageBodyProps = {
  children: ReactNode
  /** The page is one list, which fills the window and scrolls by itself. */
  fill?: boolean
}

/** What stands below a page's header, with the page's margins. */
export function PageBody({ children, fill = false }: PageBodyProps) {
  const size = fill ? "shrink-0 gap-2 pb-3 md:min-h-0 md:flex-1 md:shrink" : "shrink-0 gap-4 pb-8"
  return <div className={`flex flex-col px-4 lg:px-6 ${size}`}>{children}</div>
}
