import type { LogoType } from "@/lib/recovery/look/schema"

type Rgb = readonly [number, number, number]

const dark = "#111111"
const light = "#ffffff"

export type Palette = {
  background: string
  ink: string
  muted: string
  accent: string
  /** What is written on the accent. */
  onAccent: string
  /** Around the button, where its own colour would not stand out from the background. */
  edge: string
}

/** Colours that can be read whatever the operator has chosen: at least 4.5 to 1 for every text. */
export function paletteOf(accent: string, background: string): Palette {
  const ink = readableOn(background)
  const isClear = contrast(accent, background) >= 3
  return {
    ...{ background, ink, accent, onAccent: readableOn(accent) },
    muted: softened(ink, background),
    edge: isClear ? accent : ink,
  }
}

/** Of black and white, one always reaches 4.5. */
export const readableOn = (background: string): string =>
  contrast(dark, background) >= contrast(light, background) && contrast(dark, background) >= 4.5
    ? dark
    : contrast(light, background) >= 4.5
      ? light
      : "#000000"

/** WCAG's ratio, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(toRgb(one)), luminance(toRgb(other))]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

/** The ink, as far towards the background as it can still be read well. */
function softened(ink: string, background: string): string {
  const [from, to] = [toRgb(ink), toRgb(background)]
  for (const share of [0.35, 0.25, 0.15]) {
    const mixed = toHex(from.map((value, index) => value + ((to[index] ?? value) - value) * share))
    if (contrast(mixed, background) >= 4.6) return mixed
  }
  return ink
}

function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}

const toRgb = (hex: string): Rgb =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number]

const toHex = (rgb: readonly number[]): string =>
  `#${rgb.map((value) => Math.round(value).toString(16).padStart(2, "0")).join("")}`

const images: readonly { type: LogoType; magic: readonly number[] }[] = [
  { type: "image/png", magic: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: "image/jpeg", magic: [0xff, 0xd8, 0xff] },
]

/** By its first bytes, whatever it calls itself; null for everything that is neither PNG nor JPEG. */
export function logoTypeOf(bytes: Uint8Array): LogoType | null {
  return images.find(({ magic }) => magic.every((byte, index) => bytes[index] === byte))?.type ?? null
}

/** The address behind whom to ask, where the whole of it is a mail address, a telephone number or a page. */
export function contactHref(contact: string): string | null {
  if (/^[^\s@<>"']+@[^\s@<>"']+\.[a-z]{2,}$/i.test(contact)) return `mailto:${contact}`
  if (/^\+?[\d\s().-]{7,20}$/.test(contact)) return `tel:${contact.replace(/[^\d+]/g, "")}`
  return /^https:\/\/[^\s"'<>]+$/.test(contact) && URL.canParse(contact) ? contact : null
}
