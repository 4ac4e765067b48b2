export const modulePx = 4
/** The blank border that readers need, in modules. */
export const quietModules = 4

export type Qr = { sizePx: number; modules: number; path: string }

/** The code as one path of unit squares; `sizePx` gives each module its four pixels, however long the text. */
export async function drawQr(text: string): Promise<Qr> {
  const { create } = await import("qrcode")
  const { modules } = create(text, { errorCorrectionLevel: "L" })
  const across = modules.size + 2 * quietModules
  const rows = Array.from({ length: modules.size }, (_, y) => drawRow(y, (x) => modules.get(y, x) !== 0, modules.size))
  return { sizePx: across * modulePx, modules: across, path: rows.join("") }
}

/** Neighbouring dark modules as one box, which halves the path and leaves no seams. */
function drawRow(y: number, isDark: (x: number) => boolean, size: number): string {
  let path = ""
  for (let x = 0; x < size; x++) {
    if (!isDark(x)) continue
    const start = x
    while (x + 1 < size && isDark(x + 1)) x++
    const width = x - start + 1
    path += `M${start + quietModules} ${y + quietModules}h${width}v1h-${width}z`
  }
  return path
}
