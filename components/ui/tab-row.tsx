import Link from "next/link"
import type { ReactNode } from "react"
import { cn } from "./cn"

type TabLink = { href: string; label: ReactNode }

/** Sections of one place, each with its own address. On a narrow screen they go on in the next line: none is out of sight. */
export function TabRow({ label, tabs, current }: { label: string; tabs: readonly TabLink[]; current: string }) {
  return (
    <nav aria-label={label} className="mx-4 flex shrink-0 flex-wrap gap-x-5 border-line border-b lg:mx-6">
      {tabs.map(({ href, label: name }) => (
        <Link
          key={href}
          href={href}
          aria-current={href === current ? "page" : undefined}
          className={cn(
            "-mb-px flex h-9 items-center whitespace-nowrap border-b-2 font-medium",
            href === current ? "border-accent text-ink" : "border-transparent text-muted hover:text-ink",
          )}
        >
          {name}
        </Link>
      ))}
    </nav>
  )
}
