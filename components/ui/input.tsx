import type { ComponentProps } from "react"
import { cn } from "./cn"

const box =
  "w-full rounded border border-control bg-surface text-ink disabled:opacity-50 aria-invalid:border-invalid-solid focus-visible:outline-offset-0"

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input {...rest} className={cn(box, "h-8 px-2.5", className)} />
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea rows={3} {...rest} className={cn(box, "px-2.5 py-1.5", className)} />
}
