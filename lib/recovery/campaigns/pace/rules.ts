import { rereadDelaysSeconds } from "@/lib/recovery/rules"

/** A press of the button: the link is read, a token made, and what became of it re-read as often as recovery does. */
export const requestsPerOpening = 2 + rereadDelaysSeconds.length

/** Of what Belvo grants; the rest is for members, webhooks and sweeps. */
export const campaignsShare = 0.5

type Budget = {
  /** Requests that may be sent in 30 s. */
  usable: number
  /** Openings per minute that other campaigns under way reckon with. */
  taken: number
}

/** How many customers may press the button in a minute without the budget running short; never below one. */
export function openingsPerMinute({ usable, taken }: Budget): number {
  const bearable = (usable * 2 * campaignsShare) / requestsPerOpening
  return Math.max(1, Math.floor(bearable - taken))
}

/** As many addresses go out at once as could all be opened until the next wave. 0 minutes: there is one wave. */
export function waveSize(perMinute: number, { waveMinutes, asked }: { waveMinutes: number; asked: number }): number {
  return waveMinutes === 0 ? Math.max(1, asked) : Math.max(1, perMinute * waveMinutes)
}

export function countWaves(perMinute: number, plan: { waveMinutes: number; asked: number }): number {
  return Math.ceil(plan.asked / waveSize(perMinute, plan))
}
