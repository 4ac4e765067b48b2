import Link from "next/link"
import { useTranslations } from "next-intl"
import type { Total } from "@/lib/page"

type FlagCountsProps = { environment: string; duplicates: Total; shared: Total; orphans: Total }

/** Links that may be one too many, or nobody's, each counted as the list counts that it opens; nothing where there are none. */
export function FlagCounts({ environment, duplicates, shared, orphans }: FlagCountsProps) {
  const shown = [
    { name: "duplicates", total: duplicates, href: `/${environment}/duplicates` },
    { name: "shared", total: shared, href: `/${environment}/duplicates?queue=shared` },
    { name: "orphans", total: orphans, href: `/${environment}/links?orphan=yes` },
  ] as const
  const found = shown.filter(({ total }) => total.count > 0)
  if (found.length === 0) return null
  return (
    <ul className="flex flex-wrap gap-x-1.5 text-muted">
      {found.map(({ name, total, href }, index) => (
        <li key={name}>
          {index > 0 && <span aria-hidden>· </span>}
          <FlagCount name={name} total={total} href={href} />
        </li>
      ))}
    </ul>
  )
}

type FlagCountProps = { name: "duplicates" | "shared" | "orphans"; total: Total; href: string }

function FlagCount({ name, total, href }: FlagCountProps) {
  const t = useTranslations("overview.flags")
  return (
    <Link href={href} className="text-accent-text hover:underline">
      {t(name, { count: total.count, more: total.exact ? "no" : "yes" })}
    </Link>
  )
}
