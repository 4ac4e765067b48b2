import { cn } from "./cn"

/** A grey shape of the size of what comes: give it width and height by class. */
export function Skeleton({ className }: { className: string }) {
  return <span aria-hidden className={cn("skeleton block", className)} />
}
