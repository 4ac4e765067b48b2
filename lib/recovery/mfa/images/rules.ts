/** Of a picture that is whole: its kind; null for anything that a browser would show as broken. */
export function wholeImage(bytes: Uint8Array<ArrayBuffer>): "image/png" | "image/jpeg" | null {
  if (isPng(bytes)) return "image/png"
  return isJpeg(bytes) ? "image/jpeg" : null
}

const pngStart = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
/** Wider or higher ones are no login codes, but could fill a browser's memory. */
const mostPixels = 4_096

/** IHDR first, pixels, IEND last, every chunk as long as it says and by its own checksum. */
function isPng(bytes: Uint8Array<ArrayBuffer>): boolean {
  if (!startsWith(bytes, pngStart)) return false
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const seen: string[] = []
  let at = pngStart.length
  while (at + 12 <= bytes.length) {
    const length = view.getUint32(at)
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    const end = at + 8 + length
    if (end + 4 > bytes.length || view.getUint32(end) !== crc32(bytes.subarray(at + 4, end))) return false
    if (type === "IHDR" && !(length === 13 && isSize(view.getUint32(at + 8), view.getUint32(at + 12)))) return false
    seen.push(type)
    at = end + 4
    if (type === "IEND") break
  }
  return at === bytes.length && seen.at(0) === "IHDR" && seen.includes("IDAT") && seen.at(-1) === "IEND"
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}

/** Segments as long as they say, a frame with a size before the scan, and the end where the bytes end. */
function isJpeg(bytes: Uint8Array<ArrayBuffer>): boolean {
  if (!startsWith(bytes, [0xff, 0xd8, 0xff])) return false
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let hasFrame = false
  let at = 2
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0
    const end = at + 2 + view.getUint16(at + 2)
    if (end < at + 4 || end > bytes.length - 2) return false
    if (isFrame(marker)) hasFrame = end >= at + 9 && isSize(view.getUint16(at + 7), view.getUint16(at + 5))
    if (marker === scan) return hasFrame && view.getUint16(bytes.length - 2) === 0xffd9
    at = end
  }
  return false
}

const scan = 0xda
/** Tables have markers among those of frames. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

const isSize = (width: number, height: number): boolean =>
  width > 0 && height > 0 && width <= mostPixels && height <= mostPixels

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte)
