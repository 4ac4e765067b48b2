import { Num } from "./num"
import { Stat } from "./stat"

type Outcome = { key: string; label: string; count: number; href: string }

type OutcomeStatsProps = {
  label: string
  outcomes: readonly Outcome[]
  /** The one that alone is shown below; null where all are. */
  current: string | null
  all: Omit<Outcome, "key">
}

/** How many stand where; each opens these alone, the first all of them again. Nothing where there is nothing to tell apart. */
export function OutcomeStats({ label, outcomes, current, all }: OutcomeStatsProps) {
  const shown = outcomes.filter(({ key, count }) => count > 0 || key === current)
  if (shown.length < 2 && current === null) return null
  return (
    <section aria-label={label} className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-5">
      {current !== null && <Stat label={all.label} value={<Num value={all.count} />} href={all.href} />}
      {shown.map((one) => (
        <Stat key={one.key} label={one.label} value={<Num value={one.count} />} href={one.href} />
      ))}
    </section>
  )
}
