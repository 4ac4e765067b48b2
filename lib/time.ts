/** A calendar day in UTC, `2026-03-14`. */
export type Day = `${number}-${number}-${number}`

export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs

const isoInstant = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:?\d{2})$/
const isoDay = /^\d{4}-\d{2}-\d{2}$/

/** An ISO 8601 instant with its zone and any number of fraction digits (to the millisecond); null for anything else. */
export function parseInstant(text: string): Date | null {
  const match = isoInstant.exec(text)
  if (match === null) return null
  const [, day = "", time = "", fraction = "", zone = ""] = match
  const offset = zone === "Z" ? zone : `${zone.slice(0, 3)}:${zone.slice(-2)}`
  const at = new Date(`${day}T${time}.${fraction.slice(0, 3).padEnd(3, "0")}${offset}`)
  return isDay(day) && !Number.isNaN(at.getTime()) ? at : null
}

/** Whether the text is a day that the calendar has: 2026-02-30 is none. */
export function isDay(text: string): text is Day {
  return isoDay.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text
}

export function toDay(at: Date): Day {
  return at.toISOString().slice(0, 10) as Day
}

export function startOfDay(day: Day): Date {
  return new Date(`${day}T00:00:00.000Z`)
}

export function addDays(day: Day, days: number): Day {
  return toDay(new Date(startOfDay(day).getTime() + days * dayMs))
}

/** Days from one to the other; negative where `to` lies before `from`. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((startOfDay(to).getTime() - startOfDay(from).getTime()) / dayMs)
}

/** Every day from the first to the last, both included; none where they are the wrong way round. */
export function listDays(from: Day, to: Day): Day[] {
  return Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, index) => addDays(from, index))
}

/** Whole days that have passed since then; 0 for the future. */
export function ageDays(at: Date, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - at.getTime()) / dayMs))
}

export type RelativeUnit = "now" | "minutes" | "hours" | "days" | "months" | "years"
export type RelativeParts = { unit: RelativeUnit; count: number; future: boolean }

const ladder: readonly (readonly [RelativeUnit, number])[] = [
  ["years", 365 * dayMs],
  ["months", 30 * dayMs],
  ["days", dayMs],
  ["hours", hourMs],
  ["minutes", minuteMs],
]

/** "3 hours ago" as data: the greatest unit of which at least one is full, rounded towards zero. */
export function relativeParts(at: Date, now: Date): RelativeParts {
  const distanceMs = now.getTime() - at.getTime()
  const future = distanceMs < 0
  for (const [unit, unitMs] of ladder) {
    const count = Math.floor(Math.abs(distanceMs) / unitMs)
    if (count > 0) return { unit, count, future }
  }
  return { unit: "now", count: 0, future: false }
}

export type Lasting = { unit: "minutes" | "hours" | "days"; count: number }

/** How long something lasted, in the greatest unit that shows it well: hours up to two days, one decimal below ten. */
export function lastingParts(ms: number): Lasting {
  const short = (value: number) => (value < 10 ? Math.round(value * 10) / 10 : Math.round(value))
  if (ms >= 2 * dayMs) return { unit: "days", count: short(ms / dayMs) }
  return ms >= hourMs
    ? { unit: "hours", count: short(ms / hourMs) }
    : { unit: "minutes", count: Math.round(ms / minuteMs) }
}

/** `9:58` for what is left of ten minutes; never below `0:00`. */
export function toClock(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60]
  const tail = `${String(rest).padStart(2, "0")}`
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`
}
