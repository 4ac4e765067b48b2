import type { ReactNode } from "react"
import { cn } from "./cn"

type PanelProps = {
  /** Where an address leads to it. */
  id?: string
  title?: ReactNode
  actions?: ReactNode
  children: ReactNode
  className?: string
  /** Content to the edges, as for a table. */
  flush?: boolean
}

/** A titled part of a page: one border, no shadow. */
export function Panel({ id, title, actions, children, className, flush = false }: PanelProps) {
  return (
    <section id={id} className={cn("min-w-0 scroll-mt-16 rounded border border-line bg-surface", className)}>
      {title !== undefined && (
        <header className="flex min-h-10 items-center justify-between gap-3 border-line border-b px-4 py-1.5">
          <h2 className="font-semibold">{title}</h2>
          {actions}
        </header>
      )}
      <div className={flush ? "" : "p-4"}>{children}</div>
    </section>
  )
}
