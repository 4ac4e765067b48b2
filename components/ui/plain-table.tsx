import type { ReactNode } from "react"
import { cn } from "@/components/ui/cn"

/** `wide`: not on a phone. */
type CellProps = { children: ReactNode; end?: boolean; wide?: boolean }

export const Head = ({ children, end = false, wide = false }: CellProps) => (
  <th
    scope="col"
    className={cn("whitespace-nowrap px-3 py-2 font-medium max-md:px-2", end && "text-right", wide && "max-md:hidden")}
  >
    {children}
  </th>
)

export const Cell = ({ children, end = false, wide = false }: CellProps) => (
  <td
    className={cn("px-3 py-2 max-md:px-2", end && "whitespace-nowrap text-right tabular-nums", wide && "max-md:hidden")}
  >
    {children}
  </td>
)

/** A table that scrolls sideways within its own borders. */
export function PlainTable({ label, head, children }: { label: string; head: ReactNode; children: ReactNode }) {
  return (
    <div className="scrolls overflow-x-auto rounded border border-line bg-surface">
      <table aria-label={label} className="w-full text-left">
        <thead className="border-line border-b text-muted text-sm">
          <tr>{head}</tr>
        </thead>
        <tbody className="divide-y divide-line">{children}</tbody>
      </table>
    </div>
  )
}
