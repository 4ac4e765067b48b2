import type { CSSProperties, ReactNode } from "react"
import { cn } from "./cn"

type ScrollerProps = { label: string; className?: string; style?: CSSProperties; children: ReactNode }

/** What is wider or longer than its place: named, and reachable by keyboard because only so can it be scrolled without a mouse. */
export function Scroller({ label, className, style, children }: ScrollerProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className={cn("scrolls overflow-auto", className)} style={style}>
      {children}
    </section>
  )
}
