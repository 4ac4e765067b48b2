import type { Series } from "./series"

const scale = 2
const padding = 16
const headHeight = 52
const properties = [
  "fill",
  "stroke",
  "stroke-width",
  "font-size",
  "font-weight",
  "font-family",
  "text-anchor",
  "opacity",
]

type Picture = { title: string; fileName: string; series: readonly Series[] }

/** Saves a drawn chart as a picture with its title, in the colours of the theme on the screen. */
export async function exportPng(svg: SVGSVGElement | null, picture: Picture) {
  if (svg === null) return
  const { width, height } = svg.getBoundingClientRect()
  const image = await loadImage(toStandalone(svg, width, height))
  const canvas = document.createElement("canvas")
  canvas.width = (width + 2 * padding) * scale
  canvas.height = (height + 2 * padding + headHeight) * scale
  const context = canvas.getContext("2d")
  if (context === null) return
  const style = getComputedStyle(document.documentElement)
  context.scale(scale, scale)
  context.fillStyle = style.getPropertyValue("--c-surface")
  context.fillRect(0, 0, canvas.width, canvas.height)
  drawHead(context, picture, style)
  context.drawImage(image, padding, padding + headHeight, width, height)
  canvas.toBlob((blob) => blob !== null && save(blob, picture.fileName), "image/png")
}

function drawHead(context: CanvasRenderingContext2D, { title, series }: Picture, style: CSSStyleDeclaration) {
  const { fontFamily } = getComputedStyle(document.body)
  context.fillStyle = style.getPropertyValue("--c-ink")
  context.font = `600 14px ${fontFamily}`
  context.fillText(title, padding, padding + 14)
  context.font = `12px ${fontFamily}`
  let x = padding
  for (const { label, tone } of series.toReversed()) {
    context.fillStyle = style.getPropertyValue(`--c-${tone}-solid`)
    context.fillRect(x, padding + 27, 10, 10)
    context.fillStyle = style.getPropertyValue("--c-muted")
    context.fillText(label, x + 15, padding + 36)
    x += context.measureText(label).width + 34
  }
}

/** A copy that needs no stylesheet: a picture knows no CSS variables. */
function toStandalone(svg: SVGSVGElement, width: number, height: number): string {
  const copy = svg.cloneNode(true)
  if (!(copy instanceof SVGSVGElement)) return ""
  const originals = svg.querySelectorAll("*")
  for (const [index, element] of copy.querySelectorAll("*").entries()) {
    const original = originals[index]
    if (original === undefined) continue
    const computed = getComputedStyle(original)
    for (const name of properties) element.setAttribute(name, computed.getPropertyValue(name))
  }
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg")
  copy.setAttribute("width", String(width))
  copy.setAttribute("height", String(height))
  return new XMLSerializer().serializeToString(copy)
}

async function loadImage(svg: string): Promise<HTMLImageElement> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  return image
}

function save(blob: Blob, fileName: string) {
  const address = URL.createObjectURL(blob)
  const link = document.createElement("a")
  link.href = address
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
