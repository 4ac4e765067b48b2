/** The languages that we speak, as catalogues, cookies and members' preferences name them. */
export const locales = ["en", "es", "pt-BR"] as const
export type Locale = (typeof locales)[number]

/**
 * How each is written, inside of sentences and beside them: "8,021" in Spanish, where Spain's would be "8021" and "10.021". Latin
 * America's way of English dates and numbers would surprise an English reader: day first, comma as thousands.
 */
export const tags = { en: "en-GB", es: "es-MX", "pt-BR": "pt-BR" } as const satisfies Record<Locale, string>
export type Tag = (typeof tags)[Locale]

/** English for a tag that is none of ours. */
export function languageOf(tag: Tag): Locale {
  return locales.find((locale) => tags[locale] === tag) ?? "en"
}

export function isLocale(text: string | undefined): text is Locale {
  return locales.some((locale) => locale === text)
}

export function formatNumber(tag: Tag, value: number): string {
  return numberFormat(tag, "decimal").format(value)
}

/** A share of one: 0.125 is "12.5 %" as the locale writes it. */
export function formatShare(tag: Tag, share: number): string {
  return numberFormat(tag, "percent").format(share)
}

/** `14 Mar 2026` */
export function formatDate(tag: Tag, timeZone: string, at: Date): string {
  return inWords(dateFormat(tag, timeZone, "date"), at)
}

/** `14 Mar 2026, 09:12:33 GMT-6`: the whole truth, for a title. */
export function formatInstant(tag: Tag, timeZone: string, at: Date): string {
  return dateFormat(tag, timeZone, "instant").format(at)
}

/** `09:12` */
export function formatClock(tag: Tag, timeZone: string, at: Date): string {
  return dateFormat(tag, timeZone, "clock").format(at)
}

/** A day of ours is a UTC day and stays one wherever it is read. */
export function formatDay(tag: Tag, day: string, style: "short" | "long" = "long"): string {
  const kind = style === "long" ? "date" : "day"
  return inWords(dateFormat(tag, "UTC", kind), new Date(`${day}T00:00:00Z`))
}

const byteUnits = ["B", "kB", "MB", "GB", "TB"] as const

export function formatBytes(tag: Tag, bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = Math.round((bytes / 1000 ** power) * 10) / 10
  return `${formatNumber(tag, value)} ${byteUnits[power]}`
}

/** `16f6…4e28`: both ends tell ids apart better than a beginning does. */
export function shortenMiddle(text: string, ends = 4): string {
  return text.length <= ends * 2 + 2 ? text : `${text.slice(0, ends)}…${text.slice(-ends)}`
}

/** Day, month and year alone: "14 mar 2026" where the locale would write "14 de mar. de 2026", too wide for a column. */
function inWords(format: Intl.DateTimeFormat, at: Date): string {
  const words = format.formatToParts(at).filter(({ type }) => type !== "literal")
  return words.map(({ value }) => value.replace(/\.$/, "")).join(" ")
}

const dateOptions = {
  date: { day: "numeric", month: "short", year: "numeric" },
  day: { day: "numeric", month: "short" },
  clock: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  instant: {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

// Building a formatter costs a hundred times what using it does, and a page of links needs hundreds of results.
const dateFormats = new Map<string, Intl.DateTimeFormat>()
const numberFormats = new Map<string, Intl.NumberFormat>()

function dateFormat(locale: string, timeZone: string, kind: keyof typeof dateOptions): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${kind}`
  const known = dateFormats.get(key) ?? new Intl.DateTimeFormat(locale, { ...dateOptions[kind], timeZone })
  dateFormats.set(key, known)
  return known
}

function numberFormat(locale: string, style: "decimal" | "percent"): Intl.NumberFormat {
  const key = `${locale} ${style}`
  const digits = style === "percent" ? 1 : 3
  const known = numberFormats.get(key) ?? new Intl.NumberFormat(locale, { style, maximumFractionDigits: digits })
  numberFormats.set(key, known)
  return known
}
