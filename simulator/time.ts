/** All times inside are whole microseconds since 1970, because Belvo's timestamps carry up to six fraction digits. */
export const second = 1_000_000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour

export const toMicros = (date: Date): number => date.getTime() * 1000
export const toDate = (micros: number): Date => new Date(Math.floor(micros / 1000))

/** ISO-8601 with three to six fraction digits, which is what Belvo promises. */
export function formatMicros(micros: number, offset: "Z" | "+00:00" = "Z"): string {
  const beyondMillis = String(micros % 1000)
    .padStart(3, "0")
    .replace(/0+$/, "")
  return `${toDate(micros).toISOString().slice(0, 23)}${beyondMillis}${offset}`
}

export function parseMicros(text: string): number {
  const digits = /\.(\d{1,6})/.exec(text)?.[1]?.padEnd(6, "0") ?? "000000"
  return Date.parse(text.replace(/\.\d+/, "")) * 1000 + Number(digits)
}

export const dateOf = (micros: number): string => toDate(micros).toISOString().slice(0, 10)

/** The first microsecond of a `YYYY-MM-DD` day in UTC, or null where there is no such day. */
export function startOfDate(date: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return null
  const millis = Date.parse(`${date}T00:00:00Z`)
  if (Number.isNaN(millis) || dateOf(millis * 1000) !== date) return null
  return millis * 1000
}
