import type { ReactNode } from "react"

type EmptyStateProps = {
  icon?: ReactNode
  title: ReactNode
  /** Why it is empty. */
  children?: ReactNode
  /** The way on. */
  actions?: ReactNode
  /** There is nothing else on the page: the title is its heading. */
  heading?: boolean
}

export function EmptyState({ icon, title, children, actions, heading = false }: EmptyStateProps) {
  const Title = heading ? "h1" : "p"
  return (
    <div className="flex flex-col items-center gap-1 px-6 py-14 text-center">
      {icon !== undefined && <span className="mb-2 text-faint [&_svg]:size-6">{icon}</span>}
      <Title className="font-medium text-md">{title}</Title>
      {children !== undefined && <div className="max-w-md text-muted">{children}</div>}
      {actions !== undefined && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}
