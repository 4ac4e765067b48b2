/** A moment twice: a Date (milliseconds) and UTC text with six fraction digits, which PostgreSQL stores whole. */
export type Timestamp = { readonly date: Date; readonly text: string }

export const isTimestamp = (text: string): boolean => parseTimestamp(text) !== null

/** Reads any number of fraction digits and any zone; digits after the sixth are cut. Null where it is no timestamp. */
export function parseTimestamp(text: string): Timestamp | null {
  const match = SHAPE.exec(text)
  if (!match) return null
  const [, seconds = "", fraction = "", zone = ""] = match
  const micros = fraction.padEnd(6, "0").slice(0, 6)
  const date = new Date(
    `${seconds}.${micros.slice(0, 3)}${zone === "Z" ? zone : `${zone.slice(0, 3)}:${zone.slice(-2)}`}`,
  )
  if (Number.isNaN(date.getTime())) return null
  const iso = date.toISOString()
  return iso.length === ISO_LENGTH ? { date, text: `${iso.slice(0, 19)}.${micros}Z` } : null
}

const SHAPE = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:?\d{2})$/
/** A year outside 0000–9999 makes it longer, and is no date of Belvo's. */
const ISO_LENGTH = 24
