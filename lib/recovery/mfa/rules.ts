/** Larger ones are no login codes. */
const mostBytes = 64 * 1024

const images = [
  { type: "image/png", magic: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: "image/jpeg", magic: [0xff, 0xd8, 0xff] },
] as const

/** An image that may be shown as it is; null for anything else, which is then only text to be encoded by us. */
export function toQrImage(value: string): string | null {
  const base64 = value.replace(/^data:image\/(png|jpeg);base64,/, "").replace(/\s/g, "")
  if (base64.length > (mostBytes * 4) / 3 + 4 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 !== 0)
    return null
  const bytes = atob(base64)
  if (bytes.length >= mostBytes) return null
  const image = images.find(({ magic }) => magic.every((byte, index) => bytes.charCodeAt(index) === byte))
  return image ? `data:${image.type};base64,${base64}` : null
}
