import { ChevronDown } from "lucide-react"
import type { ComponentProps } from "react"
import { cn } from "./cn"

/** The platform's own list: right on every phone and screen reader, and it weighs nothing. */
export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <span className={cn("relative inline-flex w-full items-center", className)}>
      <select
        {...rest}
        className="h-8 w-full appearance-none rounded border border-control bg-surface pr-7 pl-2.5 text-ink focus-visible:outline-offset-0 disabled:opacity-50 aria-invalid:border-invalid-solid"
      >
        {children}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute right-2 size-3.5 text-muted" />
    </span>
  )
}
