import Link from "next/link"
import { useTranslations } from "next-intl"
import { SweepStateBadge } from "@/components/sync/sweep-state"
import { Time } from "@/components/ui/time"
import type { SweepRun } from "@/lib/sync/queries"

/** One line for hundreds of runs: how the last of the small sweeps ended. */
export function LastDelta({ environment, run }: { environment: string; run: SweepRun }) {
  const t = useTranslations("sync")
  return (
    <Link
      href={`/${environment}/sync/${run.id}`}
      className="inline-flex flex-wrap items-center gap-2 text-muted hover:text-ink"
    >
      <span>{t.rich("lastDelta", { age: () => <Time at={run.startedAt} /> })}</span>
      <SweepStateBadge state={run.state} />
    </Link>
  )
}
