import { type ReactNode, Suspense } from "react"
import { ListBoundary } from "./list-boundary"
import { TableSkeleton } from "./table-skeleton"

type ListFrameProps = {
  /** As many as will come, so that nothing jumps. */ rows?: number
  skeleton?: ReactNode
  children: ReactNode
}

/** Waits and fails in the size of a list. Give it a `key` of the list's state, so that a new state waits anew. */
export function ListFrame({ rows = 12, skeleton, children }: ListFrameProps) {
  return (
    <ListBoundary>
      <Suspense fallback={skeleton ?? <TableSkeleton rows={rows} />}>{children}</Suspense>
    </ListBoundary>
  )
}
