import type { Schedule } from "@/lib/environments/schedule/rules"
import { minuteMs } from "@/lib/time"

const failedAgainAfterMs = 10 * minuteMs

/** `refused`: Belvo's firewall did not take a question, and would not in ten minutes either. */
export type LastRun = { createdAt: Date; state: string; refused?: boolean } | null

/** A failed sweep is tried again sooner; an interval of 0 is none. */
export function isSweepDue(last: LastRun, everyMinutes: number, now: Date): boolean {
  if (everyMinutes <= 0) return false
  if (!last) return true
  const intervalMs = everyMinutes * minuteMs
  const waitMs = last.state === "failed" && !last.refused ? Math.min(intervalMs, failedAgainAfterMs) : intervalMs
  return now.getTime() - last.createdAt.getTime() >= waitMs
}

/** The full sweep before the delta, which has nothing to say that a full one does not. Null where neither is due. */
export function dueKind(
  last: { full: LastRun; delta: LastRun },
  schedule: Schedule,
  now: Date,
): "full" | "delta" | null {
  if (isSweepDue(last.full, schedule.sweepEveryMinutes, now)) return "full"
  const latest = !last.delta || (last.full && last.full.createdAt > last.delta.createdAt) ? last.full : last.delta
  return latest && isSweepDue(latest, schedule.deltaEveryMinutes, now) ? "delta" : null
}
