import { hourMs } from "@/lib/time"

/** How often every link is asked for, and how often what is new or broken and a slice of the rest; 0 is never. */
export type Schedule = { sweepEveryMinutes: number; deltaEveryMinutes: number; deltaRequests: number }
/** What there is to ask for, and how many requests Belvo's host bears in 30 seconds. */
export type Load = { links: number; broken: number; usablePer30s: number }
export type Cost = {
  requestsPerHour: number
  /** Of what may be sent at all, from 0; above 1 it can't be kept up. */
  share: number
  /** How long a change can stay unseen where no webhook tells of it, in minutes; null where nothing is ever asked. */
  worstAgeMinutes: number | null
  worstAgeOfBrokenMinutes: number | null
}

/** Measured for even, growing and uneven dates of creation: never more than this many requests for a page of links. */
const requestsPerThousand = 1.2
/** People come first: machines may not plan with more than this. */
export const mostShare = 0.8

/** What a schedule costs and what it gives, while nothing is throttled and no member needs the budget. */
export function costOf({ sweepEveryMinutes, deltaEveryMinutes, deltaRequests }: Schedule, load: Load): Cost {
  const capacityPerHour = (load.usablePer30s * hourMs) / 30_000
  const full = requestsFor(load.links)
  const fullMinutes = (full / capacityPerHour) * 60
  const deltas = deltaEveryMinutes > 0 ? (60 / deltaEveryMinutes) * deltaRequests : 0
  const requestsPerHour = (sweepEveryMinutes > 0 ? (60 / sweepEveryMinutes) * full : 0) + deltas
  const afterSweep = sweepEveryMinutes > 0 ? sweepEveryMinutes + fullMinutes : null
  const broken = requestsFor(load.broken)
  const brokenTaken = Math.max(1, Math.min(broken, deltaRequests / 2))
  return {
    requestsPerHour: Math.ceil(requestsPerHour),
    share: requestsPerHour / capacityPerHour,
    worstAgeMinutes: least(afterSweep, rounds(full, deltaRequests - brokenTaken, deltaEveryMinutes)),
    worstAgeOfBrokenMinutes: least(afterSweep, rounds(broken, brokenTaken, deltaEveryMinutes)),
  }
}

const requestsFor = (links: number): number => Math.ceil((links * requestsPerThousand) / 1_000) + 1

/** Until slices of so many requests have been once round. */
function rounds(requests: number, atOnce: number, everyMinutes: number): number | null {
  return everyMinutes > 0 ? Math.ceil(requests / Math.max(1, atOnce)) * everyMinutes : null
}

function least(a: number | null, b: number | null): number | null {
  const known = [a, b].filter((one) => one !== null)
  return known.length > 0 ? Math.ceil(Math.min(...known)) : null
}
