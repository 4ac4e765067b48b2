import { dayMs } from "@/lib/time"

/** Below this many links an unusual day proves nothing. */
export const provenAt = 20
/** An incident is so many times what the institution loses on a usual day. */
export const timesNorm = 3
export const normDays = 28
/** The hour in which at least this part of the day's losses fell is where it began. */
const beginsWithShare = 0.1

/** Losses of one institution: links that went from valid to another status. */
export type Losses = {
  institution: string
  /** Starts of the hours of the last 24 with losses, ascending. */
  hours: readonly { at: Date; lost: number; firstAt: Date }[]
  /** Losses of the `normDays` before. */
  lostBefore: number
  /** Days of those that have history; an institution seen since yesterday has no norm yet. */
  daysBefore: number
}

export type Incident = {
  institution: string
  verdict: "incident" | "unproven"
  lost: number
  /** A usual day's losses. */
  norm: number
  since: Date
}

/** Institutions that lost more than `timesNorm` usual days within 24 h, worst first; those below `provenAt` links are unproven. */
export function findIncidents(losses: readonly Losses[]): Incident[] {
  return losses
    .flatMap((one) => judge(one) ?? [])
    .toSorted((a, b) => Number(b.verdict === "incident") - Number(a.verdict === "incident") || b.lost - a.lost)
}

function judge({ institution, hours, lostBefore, daysBefore }: Losses): Incident | null {
  const lost = hours.reduce((sum, hour) => sum + hour.lost, 0)
  const norm = daysBefore > 0 ? lostBefore / daysBefore : 0
  const begin = hours.find((hour) => hour.lost >= lost * beginsWithShare) ?? hours[0]
  if (!begin || lost < 2 || lost <= norm * timesNorm) return null
  return { institution, verdict: lost >= provenAt ? "incident" : "unproven", lost, norm, since: begin.firstAt }
}

/** The day that is judged, and the days it is judged by. */
export const judgedSince = (now: Date): Date => new Date(now.getTime() - dayMs)
export const normSince = (now: Date): Date => new Date(now.getTime() - (normDays + 1) * dayMs)
