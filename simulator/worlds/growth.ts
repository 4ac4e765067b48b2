import { day, hour, minute } from "@/simulator/time"
import type { Chance } from "@/simulator/worlds/chance"

const firstDay = Date.UTC(2021, 5, 1) * 1000
const burstShare = 0.03
const burstLength = 10 * hour

/** When each of `total` links was created: ever more a day, by daylight in Latin America, and one day on which a partner moved all its links in. */
export function creationTimes(total: number, present: number, chance: Chance): (row: number) => number {
  const span = present - firstDay
  const burstAt = Math.floor((present - 400 * day) / day) * day + 13 * hour
  const burstFrom = ((burstAt - firstDay) / span) ** 2 * (1 - burstShare)
  const newest = present - 2 * minute

  const smooth = (fraction: number): number => byDaylight(firstDay + span * Math.sqrt(fraction))
  const momentOf = (fraction: number): number => {
    if (fraction < burstFrom) return Math.min(smooth(fraction / (1 - burstShare)), burstAt)
    if (fraction >= burstFrom + burstShare) {
      return Math.max(smooth((fraction - burstShare) / (1 - burstShare)), burstAt + burstLength)
    }
    return burstAt + ((fraction - burstFrom) / burstShare) * burstLength
  }
  return (row) => {
    const moment = Math.floor(Math.min(momentOf((row + chance.of(row, "created")) / total), newest))
    return chance.below(row, "digits", 8) === 0 ? moment - (moment % 1000) : moment
  }
}

/** Bends time within each day so that nights are quiet; order is kept. */
function byDaylight(moment: number): number {
  return moment - 0.13 * day * Math.sin((2 * Math.PI * (moment - 20 * hour)) / day)
}
