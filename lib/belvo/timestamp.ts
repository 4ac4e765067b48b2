/** A moment twice: a Date (milliseconds) and UTC text with six fraction digits, which PostgreSQL stores whole. */
export type Timestamp = { readonly date: Date; readonly text: string }

export const isTimestamp = (text: string): boolean => PLAIN.test(text) || parseAny(text) !== null

/** Reads any number of fraction digits and any zone; digits after the sixth are cut. Null where it is no timestamp. */
export function parseTimestamp(text: string): Timestamp | null {
  const match = PLAIN.exec(text)
  if (!match) return parseAny(text)
  const [, seconds = "", fraction = ""] = match
  return momentOf(seconds, microsOf(fraction))
}

function parseAny(text: string): Timestamp | null {
  const match = SHAPE.exec(text)
  if (!match) return null
  const [, seconds = "", fraction = "", zone = ""] = match
  const micros = microsOf(fraction)
  const date = new Date(
    `${seconds}.${micros.slice(0, 3)}${zone === "Z" ? zone : `${zone.slice(0, 3)}:${zone.slice(-2)}`}`,
  )
  if (Number.isNaN(date.getTime())) return null
  const iso = date.toISOString()
  return iso.length === ISO_LENGTH ? { date, text: `${iso.slice(0, 19)}.${micros}Z` } : null
}

const microsOf = (fraction: string): string => (fraction.length === 6 ? fraction : fraction.padEnd(6, "0").slice(0, 6))

/** Of a UTC moment whose parts are all within their bounds: its text need not be made anew. */
function momentOf(seconds: string, micros: string): Timestamp {
  const [month, day] = [two(seconds, 5) - 1, two(seconds, 8)]
  const [hour, minute, second] = [two(seconds, 11), two(seconds, 14), two(seconds, 17)]
  const ms = Date.UTC(100 * two(seconds, 0) + two(seconds, 2), month, day, hour, minute, second)
  return { date: new Date(ms + Number(micros.slice(0, 3))), text: `${seconds}.${micros}Z` }
}

/** The number of two digits. */
const two = (text: string, at: number): number => 10 * text.charCodeAt(at) + text.charCodeAt(at + 1) - 528

const SHAPE = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:?\d{2})$/
/** Nearly all that Belvo sends, and nothing that a calendar or a zone could change. */
const PLAIN =
  /^([12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d{1,9}))?(?:Z|\+00:?00)$/
/** A year outside 0000–9999 makes it longer, and is no date of Belvo's. */
const ISO_LENGTH = 24
