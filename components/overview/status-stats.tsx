import { ArrowDown, ArrowUp } from "lucide-react"
import { useTranslations } from "next-intl"
import { LinkStatusBadge } from "@/components/links/link-status-badge"
import { Num } from "@/components/ui/num"
import { Stat } from "@/components/ui/stat"
import type { StatusCount } from "@/lib/history/trends/queries"
import { bySeverity } from "@/lib/history/trends/rules"

type StatusStatsProps = { environment: string; counts: readonly StatusCount[] }

// Shown even where no link has them, so that a zero can be read.
const always = ["invalid", "token_required", "unconfirmed", "valid"]

/** Links present by status with what changed since yesterday and in a week; each opens its list. */
export function StatusStats({ environment, counts }: StatusStatsProps) {
  const t = useTranslations("overview.status")
  const known = new Map(counts.map((count) => [count.status, count]))
  const shown = [...new Set([...always, ...counts.filter(({ links }) => links > 0).map(({ status }) => status)])]
  const total = sum(counts)
  return (
    <div className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-5 max-md:[&>:first-child]:col-span-2">
      <Stat
        label={t("all")}
        value={<Num value={total.links} />}
        note={<Change now={total.links} dayAgo={total.dayAgo} weekAgo={total.weekAgo} />}
        href={`/${environment}/links`}
      />
      {shown.toSorted(bySeverity).map((status) => {
        const count = known.get(status) ?? { links: 0, dayAgo: 0, weekAgo: 0 }
        return (
          <Stat
            key={status}
            label={<LinkStatusBadge status={status} />}
            value={<Num value={count.links} />}
            note={<Change now={count.links} dayAgo={count.dayAgo} weekAgo={count.weekAgo} />}
            href={`/${environment}/links?status=${encodeURIComponent(status)}`}
          />
        )
      })}
    </div>
  )
}

function Change({ now, dayAgo, weekAgo }: { now: number; dayAgo: number; weekAgo: number }) {
  const t = useTranslations("overview.status")
  return (
    <span className="flex flex-wrap gap-x-3">
      <Difference by={now - dayAgo}>{t("today")}</Difference>
      <Difference by={now - weekAgo}>{t("week")}</Difference>
    </span>
  )
}

function Difference({ by, children }: { by: number; children: string }) {
  const Icon = by > 0 ? ArrowUp : ArrowDown
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap">
      <span className="inline-flex items-center">
        {by === 0 ? "±" : <Icon aria-hidden className="size-3" />}
        {by !== 0 && <span className="sr-only">{by > 0 ? "+" : "−"}</span>}
        <Num value={Math.abs(by)} />
      </span>
      {children}
    </span>
  )
}

function sum(counts: readonly StatusCount[]): Omit<StatusCount, "status"> {
  return counts.reduce(
    (total, one) => ({
      links: total.links + one.links,
      dayAgo: total.dayAgo + one.dayAgo,
      weekAgo: total.weekAgo + one.weekAgo,
    }),
    { links: 0, dayAgo: 0, weekAgo: 0 },
  )
}
