import { mix, share } from "@/simulator/random"
import { day, hour, toDate } from "@/simulator/time"

/** Belvo's last refresh of a recurrent link at or before this moment, each link at its own time of the day, week or month. */
export function lastScheduledRefresh(rate: string | null, seed: number, row: number, clock: number): number {
  if (rate === null) return 0
  const phase = share(seed, row, 300) * day
  if (rate === "30d") return lastMonthlyRefresh(seed, row, clock, Math.floor(phase))
  const period = periodOf(rate)
  const offset = Math.floor((phase * (period / day)) % period)
  return Math.floor((clock - offset) / period) * period + offset
}

export function periodOf(rate: string): number {
  const [, count = "7", unit = "d"] = /^(\d{1,3})([hd])$/.exec(rate) ?? []
  return Number(count) * (unit === "h" ? hour : day)
}

/** Monthly links run between the first and the twentieth, then on the same day of each month. */
function lastMonthlyRefresh(seed: number, row: number, clock: number, timeOfDay: number): number {
  const now = toDate(clock)
  const dayOfMonth = 1 + (mix(seed, row, 302) % 20)
  const at = (month: number): number => Date.UTC(now.getUTCFullYear(), month, dayOfMonth) * 1000 + timeOfDay
  const thisMonth = at(now.getUTCMonth())
  return thisMonth <= clock ? thisMonth : at(now.getUTCMonth() - 1)
}
