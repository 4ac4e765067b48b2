import { createRequire } from "node:module"
import { create } from "qrcode"
import { describe, expect, it } from "vitest"
import { drawQr, modulePx, quietModules } from "@/components/ui/qr"

const token = (length: number) => "eyJ0eXAiOiJKV1Qi.Zm9v-_".repeat(100).slice(0, length)
const address = (length: number) => `https://widget.belvo.io/?access_token=${token(length)}`

describe("drawQr", () => {
  it.each([120, 640, 1_100, 1_900])(
    "draws an address with a token of %i characters so that it reads back",
    async (length) => {
      const text = address(length)
      const { path, modules } = await drawQr(text)
      expect(readQr(darkModules(path, modules), text)).toBe(text)
    },
  )

  it("gives each module at least four pixels, and leaves the border blank", async () => {
    const { path, modules, sizePx } = await drawQr(address(1_100))
    expect(sizePx / modules).toBeGreaterThanOrEqual(4)
    expect(sizePx).toBe(modules * modulePx)
    const dark = darkModules(path, modules)
    const isBorder = (at: number) => at < quietModules || at >= modules - quietModules
    const marked = dark.flatMap((row, y) =>
      row.flatMap((on, x) => (on && (isBorder(x) || isBorder(y)) ? [[x, y]] : [])),
    )
    expect(marked).toEqual([])
  })
})

/** The squares that the path fills. */
function darkModules(path: string, modules: number): boolean[][] {
  const dark = Array.from({ length: modules }, () => Array<boolean>(modules).fill(false))
  for (const [, x, y, width, back] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g)) {
    expect(width).toBe(back)
    dark[Number(y)]?.fill(true, Number(x), Number(x) + Number(width))
  }
  return dark
}

const core = createRequire(import.meta.url)
const codes: {
  getBlocksCount(version: number, level: unknown): number
  getTotalCodewordsCount(version: number, level: unknown): number
} = core("qrcode/lib/core/error-correction-code")
const symbols: { getSymbolTotalCodewords(version: number): number } = core("qrcode/lib/core/utils")

/** Reads the bytes as a camera would, without its error correction; where data lies is a matter of version and mask alone. */
function readQr(dark: readonly (readonly boolean[])[], text: string): string {
  const { version, maskPattern, errorCorrectionLevel, modules } = create(text, { errorCorrectionLevel: "L" })
  const size = modules.size
  const bits: number[] = []
  for (const [x, y] of walk(size)) {
    if (modules.isReserved(y, x)) continue
    const on = dark[y + quietModules]?.[x + quietModules] ?? false
    bits.push(Number(on !== isMasked(maskPattern ?? 0, y, x)))
  }
  const words = Array.from({ length: Math.floor(bits.length / 8) }, (_, i) => toNumber(bits.slice(i * 8, i * 8 + 8)))
  const stream = deinterleave(words, {
    total: symbols.getSymbolTotalCodewords(version),
    check: codes.getTotalCodewordsCount(version, errorCorrectionLevel),
    blocks: codes.getBlocksCount(version, errorCorrectionLevel),
  }).flatMap((word) => Array.from({ length: 8 }, (_, i) => (word >> (7 - i)) & 1))
  return readSegments(stream, version)
}

function* walk(size: number): Generator<[x: number, y: number]> {
  let up = true
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right--
    for (let i = 0; i < size; i++) {
      const y = up ? size - 1 - i : i
      yield [right, y]
      yield [right - 1, y]
    }
    up = !up
  }
}

function isMasked(mask: number, y: number, x: number): boolean {
  const rules = [
    (y + x) % 2,
    y % 2,
    x % 3,
    (y + x) % 3,
    (Math.floor(y / 2) + Math.floor(x / 3)) % 2,
    ((y * x) % 2) + ((y * x) % 3),
    (((y * x) % 2) + ((y * x) % 3)) % 2,
    (((y * x) % 3) + ((y + x) % 2)) % 2,
  ]
  return rules[mask] === 0
}

function deinterleave(
  words: readonly number[],
  { total, check, blocks }: { total: number; check: number; blocks: number },
) {
  const long = total % blocks
  const dataOfShort = Math.floor((total - check) / blocks)
  const lengths = Array.from({ length: blocks }, (_, block) => dataOfShort + (block >= blocks - long ? 1 : 0))
  const parts = lengths.map((): number[] => [])
  let next = 0
  for (let i = 0; i <= dataOfShort; i++) {
    for (const [block, length] of lengths.entries()) if (i < length) parts[block]?.push(words[next++] ?? 0)
  }
  return parts.flat()
}

type Take = (bits: number) => number

/** The segments in the order in which the encoder chose to pack them: bytes, digits, or letters. */
function readSegments(bits: readonly number[], version: number): string {
  let at = 0
  const take: Take = (count) => {
    at += count
    return toNumber(bits.slice(at - count, at))
  }
  const wide = [10, 27].filter((first) => version >= first).length
  let text = ""
  for (let mode = take(4); mode !== 0 && at < bits.length; mode = take(4)) {
    const read = readers[mode]
    const length = lengthBits[mode]?.[wide]
    if (!read || !length) throw new Error(`mode ${mode}`)
    text += read(take(length), take)
  }
  return text
}

const lengthBits: Record<number, readonly number[]> = { 1: [10, 12, 14], 2: [9, 11, 13], 4: [8, 16, 16] }
const readers: Record<number, (count: number, take: Take) => string> = { 1: readDigits, 2: readLetters, 4: readBytes }

function readBytes(count: number, take: Take): string {
  return String.fromCharCode(...Array.from({ length: count }, () => take(8)))
}

function readDigits(count: number, take: Take): string {
  let text = ""
  for (let left = count; left > 0; left -= 3) {
    const digits = Math.min(left, 3)
    text += String(take([0, 4, 7, 10][digits] ?? 0)).padStart(digits, "0")
  }
  return text
}

const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

function readLetters(count: number, take: Take): string {
  let text = ""
  for (let left = count; left > 0; left -= 2) {
    const value = take(left > 1 ? 11 : 6)
    text += left > 1 ? `${letters[Math.floor(value / 45)]}${letters[value % 45]}` : `${letters[value]}`
  }
  return text
}

const toNumber = (bits: readonly number[]): number => bits.reduce((value, bit) => value * 2 + bit, 0)
