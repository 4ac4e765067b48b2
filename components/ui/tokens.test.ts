import { describe, expect, it } from "vitest"
import { contrast, distance, sights } from "@/test/colour"
import { colourNames, dark, light, type Theme, themeVariables, toneNames } from "./tokens"

const themes = [
  ["light", light],
  ["dark", dark],
] as const
const grounds = ["canvas", "surface", "raised", "sunken", "hover", "selected"] as const
const writings = ["ink", "muted", "faint", "accent-text"] as const

describe.each(themes)("the %s theme", (_, theme: Theme) => {
  it.each(grounds)("can be read on %s: text and every status's word at 4.5 to 1", (ground) => {
    const words = [...writings.map((name) => theme[name]), ...toneNames.map((tone) => theme.tones[tone].text)]
    const poor = words.filter((word) => contrast(word, theme[ground]) < 4.5)
    expect(poor).toEqual([])
  })

  it.each(grounds)("shows icons, control borders and the focus ring on %s at 3 to 1", (ground) => {
    const shapes = [theme.control, theme.focus, ...toneNames.map((tone) => theme.tones[tone].solid)]
    const poor = shapes.filter((shape) => contrast(shape, theme[ground]) < 3)
    expect(poor).toEqual([])
  })

  it.each(toneNames)("can be read on what is coloured as %s", (tone) => {
    const { text, tint, solid, on } = theme.tones[tone]
    expect(contrast(text, tint)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(theme.ink, tint)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(on, solid)).toBeGreaterThanOrEqual(4.5)
  })

  it("can be read on the accent, the production band among others, and on its tint", () => {
    expect(contrast(theme["on-accent"], theme.accent)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(theme["accent-text"], theme["accent-tint"])).toBeGreaterThanOrEqual(4.5)
    expect(contrast(theme.canvas, theme.ink)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(Object.entries(sights))("keeps any two statuses apart for eyes of %s sight", (_, sight) => {
    const pairs = toneNames.flatMap((a, index) => toneNames.slice(index + 1).map((b) => [a, b] as const))
    const close = pairs.filter(([a, b]) => distance(theme.tones[a].solid, theme.tones[b].solid, sight) < 10)
    expect(close).toEqual([])
  })
})

describe("distance", () => {
  it("agrees with published CIEDE2000 figures: black and white are 100 apart, a colour and itself 0", () => {
    expect(distance("#000000", "#ffffff", sights.usual)).toBeCloseTo(100, 1)
    expect(distance("#b3201f", "#b3201f", sights.usual)).toBe(0)
  })

  it("sees that red and green of one lightness fall together for deuteranopes", () => {
    const [red, green] = ["#a05a2c", "#5f7a2c"]
    expect(distance(red, green, sights.deuteranopia)).toBeLessThan(distance(red, green, sights.usual) / 2)
  })
})

it("names the same variables in both themes, and a class for each", () => {
  expect(Object.keys(themeVariables(dark))).toEqual(Object.keys(themeVariables(light)))
  expect(Object.keys(colourNames())).toHaveLength(Object.keys(themeVariables(light)).length)
})
