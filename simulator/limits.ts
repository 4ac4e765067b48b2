import { minute, second } from "@/simulator/time"

export interface Limits {
  /** False lifts both limits. */
  enforce: boolean
  requestsPer30s: number
  deletionsPerMinute: number
}

export const belvoLimits: Limits = { enforce: true, requestsPer30s: 80, deletionsPerMinute: 5 }

export interface Gates {
  limits: Limits
  /** Counts a request from this address, refused ones too, as a firewall does. */
  request(remote: string, now: number): boolean
  /** Null where the deletion may go on, else how long to wait. */
  deletion(now: number): { waitSeconds: number } | null
}

export function createGates(limits: Limits): Gates {
  const requests = new Map<string, number[]>()
  let deletions: number[] = []
  return {
    limits,
    request(remote, now) {
      if (!limits.enforce) return true
      const recent = within(requests.get(remote) ?? [], now - 30 * second)
      recent.push(now)
      requests.set(remote, recent)
      return recent.length <= limits.requestsPer30s
    },
    deletion(now) {
      if (!limits.enforce) return null
      deletions = within(deletions, now - minute)
      const [oldest = now] = deletions
      if (deletions.length >= limits.deletionsPerMinute) {
        return { waitSeconds: Math.max(1, Math.ceil((oldest + minute - now) / second)) }
      }
      deletions.push(now)
      return null
    },
  }
}

function within(times: number[], after: number): number[] {
  const first = times.findIndex((time) => time > after)
  return first < 0 ? [] : times.slice(first)
}
