import { type Day, listDays } from "@/lib/time"

/** A change of the number of links in one status on one day. */
export type Delta = { day: Day; status: string; delta: number }
/** Links per status at the end of the day; `counts` null on a day without a completed sweep. */
export type TrendDay = { day: Day; counts: Readonly<Record<string, number>> | null }
export type Trend = { statuses: readonly string[]; days: readonly TrendDay[] }

// Worst on top, as the badges are ordered; what Belvo may add later comes before `valid`.
const severity = ["invalid", "token_required", "unconfirmed"]
const rank = (status: string) => {
  if (status === "valid") return severity.length + 1
  const known = severity.indexOf(status)
  return known === -1 ? severity.length : known
}

export const bySeverity = (a: string, b: string): number => rank(a) - rank(b) || a.localeCompare(b)

/** Counts are running sums of the deltas; a day that nobody recorded is a gap, not a repetition of the day before. */
export function toTrend(deltas: readonly Delta[], recorded: ReadonlySet<Day>, range: { from: Day; to: Day }): Trend {
  const byDay = Map.groupBy(deltas, ({ day }) => (day < range.from ? range.from : day))
  const running = new Map<string, number>()
  const days = listDays(range.from, range.to).map((day): TrendDay => {
    for (const { status, delta } of byDay.get(day) ?? []) running.set(status, (running.get(status) ?? 0) + delta)
    return { day, counts: recorded.has(day) ? Object.fromEntries(running) : null }
  })
  const statuses = [...running.keys()].filter((status) => days.some(({ counts }) => (counts?.[status] ?? 0) !== 0))
  return { statuses: statuses.toSorted(bySeverity), days }
}

/** What part of the links did not work on the first and on the last recorded day; null where fewer than two were recorded. */
export function brokenShares({ days }: Trend): { from: number; to: number } | null {
  const shares = days.flatMap(({ counts }) => {
    const total = counts ? sum(Object.values(counts)) : 0
    return counts && total > 0 ? [1 - (counts.valid ?? 0) / total] : []
  })
  const [from, to] = [shares[0], shares.at(-1)]
  return from === undefined || to === undefined || shares.length < 2 ? null : { from, to }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
