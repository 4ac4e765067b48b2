import Link from "next/link"
import type { ReactNode } from "react"

type StatProps = {
  label: ReactNode
  value: ReactNode
  /** Such as its change since yesterday. */
  note?: ReactNode
  href?: string
}

/** One number that answers one question; with an address it opens the list behind it. */
export function Stat({ label, value, note, href }: StatProps) {
  const content = (
    <>
      <span className="flex items-center gap-1.5 text-muted">{label}</span>
      <span className="font-semibold text-2xl tracking-tight">{value}</span>
      {note !== undefined && <span className="text-faint text-sm">{note}</span>}
    </>
  )
  const className = "flex min-w-0 flex-col gap-0.5 rounded border border-line bg-surface px-4 py-3"
  return href === undefined ? (
    <div className={className}>{content}</div>
  ) : (
    <Link href={href} className={`${className} hover:border-strong hover:bg-hover`}>
      {content}
    </Link>
  )
}
