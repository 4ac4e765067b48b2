import { LoaderCircle } from "lucide-react"
import Link from "next/link"
import type { ComponentProps, ReactNode } from "react"
import { cn } from "./cn"

type Look = {
  variant?: "primary" | "secondary" | "ghost" | "danger" | undefined
  size?: "sm" | "md" | undefined
  icon?: ReactNode
}

type ButtonProps = ComponentProps<"button"> & Look & { pending?: boolean | undefined }

/** `pending` keeps the words and the width, adds a spinner and swallows further clicks without losing the focus. */
export function Button({ variant, size, icon, pending = false, children, className, ...rest }: ButtonProps) {
  const { onClick, ...attributes } = rest
  return (
    <button
      type="button"
      {...attributes}
      {...(pending ? { "aria-disabled": true } : { onClick })}
      aria-busy={pending || undefined}
      className={cn(buttonClass({ variant, size, bare: children === undefined }), className)}
    >
      {pending ? <LoaderCircle aria-hidden className="size-3.5 animate-spin" /> : icon}
      {children}
    </button>
  )
}

type ButtonLinkProps = ComponentProps<typeof Link> & Look

export function ButtonLink({ variant, size, icon, children, className, ...rest }: ButtonLinkProps) {
  return (
    <Link {...rest} className={cn(buttonClass({ variant, size, bare: children === undefined }), className)}>
      {icon}
      {children}
    </Link>
  )
}

/** To a file: a plain anchor, because next/link would fetch it as a page before it is opened. Why there is none is a page, so no `download`. */
export function FileLink({ variant, size, icon, children, className, ...rest }: ComponentProps<"a"> & Look) {
  return (
    <a {...rest} className={cn(buttonClass({ variant, size, bare: children === undefined }), className)}>
      {icon}
      {children}
    </a>
  )
}

const variants = {
  primary: "bg-accent text-on-accent hover:bg-accent/90 border-transparent",
  secondary: "bg-surface text-ink hover:bg-hover border-strong",
  ghost: "text-muted hover:bg-hover hover:text-ink border-transparent",
  danger: "bg-surface text-invalid-text hover:bg-invalid-tint border-invalid-solid/60",
}

function buttonClass({ variant = "secondary", size = "md", bare }: Look & { bare: boolean }): string {
  const square = size === "sm" ? "size-7" : "size-8"
  const wide = size === "sm" ? "h-7 px-2 text-sm" : "h-8 px-3"
  return cn(
    "inline-flex shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded border font-medium transition-colors",
    "disabled:opacity-50 aria-disabled:opacity-70 [&_svg]:size-3.5 [&_svg]:shrink-0",
    variants[variant],
    bare ? square : wide,
  )
}
