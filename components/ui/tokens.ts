/**
 * Every colour of the product, once. tailwind.config.ts turns these into CSS variables and class names;
 * tokens.test.ts measures the pairs below.
 */

export const toneNames = ["valid", "invalid", "token", "unconfirmed", "removed", "unknown"] as const
export type ToneName = (typeof toneNames)[number]

/** `text` is readable as words, `solid` as an icon or an area, `on` is what may be written on `solid`. */
type Tone = { text: string; tint: string; solid: string; on: string }

export type Theme = {
  canvas: string
  surface: string
  raised: string
  sunken: string
  hover: string
  selected: string
  line: string
  strong: string
  control: string
  ink: string
  muted: string
  faint: string
  accent: string
  "accent-text": string
  "accent-tint": string
  "on-accent": string
  focus: string
  shade: string
  tones: Record<ToneName, Tone>
}

export const light: Theme = {
  canvas: "#fafafa",
  surface: "#ffffff",
  raised: "#ffffff",
  sunken: "#f3f3f4",
  hover: "#f5f5f7",
  selected: "#eef2ff",
  line: "#e5e5e8",
  strong: "#d2d3d8",
  control: "#85878f",
  ink: "#17181b",
  muted: "#50535b",
  faint: "#64676f",
  accent: "#3152d9",
  "accent-text": "#2a49cc",
  "accent-tint": "#edf1ff",
  "on-accent": "#ffffff",
  focus: "#3152d9",
  shade: "#0e0f1273",
  tones: {
    valid: { text: "#0c7249", tint: "#e4f5ec", solid: "#2a9d6a", on: "#000000" },
    invalid: { text: "#9f1414", tint: "#fdebea", solid: "#b3201f", on: "#ffffff" },
    token: { text: "#8a5500", tint: "#fdf1d8", solid: "#c27a0a", on: "#000000" },
    unconfirmed: { text: "#3f5b7d", tint: "#e8eff7", solid: "#46668c", on: "#ffffff" },
    removed: { text: "#5c5f66", tint: "#f0f0f2", solid: "#6c6f76", on: "#ffffff" },
    unknown: { text: "#7730bd", tint: "#f4ebfd", solid: "#9b5de0", on: "#000000" },
  },
}

export const dark: Theme = {
  canvas: "#0e0f11",
  surface: "#131517",
  raised: "#191b1e",
  sunken: "#1c1e22",
  hover: "#1a1c20",
  selected: "#1b2340",
  line: "#26292e",
  strong: "#363a41",
  control: "#6f747d",
  ink: "#ecedef",
  muted: "#aeb2ba",
  faint: "#8f949d",
  accent: "#4466ee",
  "accent-text": "#9cb0ff",
  "accent-tint": "#1a2342",
  "on-accent": "#ffffff",
  focus: "#8ea6ff",
  shade: "#000000a6",
  tones: {
    valid: { text: "#4ade9a", tint: "#10291e", solid: "#34b57d", on: "#000000" },
    invalid: { text: "#f57a78", tint: "#351718", solid: "#e5484d", on: "#000000" },
    token: { text: "#f5b73f", tint: "#30230b", solid: "#f2a926", on: "#000000" },
    unconfirmed: { text: "#a9bdd6", tint: "#1a2431", solid: "#8fa6c2", on: "#000000" },
    removed: { text: "#969ba5", tint: "#202327", solid: "#777b83", on: "#000000" },
    unknown: { text: "#c09af8", tint: "#271a3b", solid: "#a566f0", on: "#000000" },
  },
}

/** `{ "--c-ink": "#17181b", "--c-valid-tint": … }`: what the stylesheet declares for one theme. */
export function themeVariables(theme: Theme): Record<string, string> {
  const { tones, ...flat } = theme
  const entries = Object.entries(flat).map(([name, value]) => [`--c-${name}`, value])
  for (const [tone, shades] of Object.entries(tones)) {
    for (const [shade, value] of Object.entries(shades)) entries.push([`--c-${tone}-${shade}`, value])
  }
  return Object.fromEntries(entries)
}

/** Class names' colours: `text-ink`, `bg-valid-tint`, `fill-invalid-solid`. */
export function colourNames(): Record<string, string> {
  const names = Object.keys(themeVariables(light)).map((variable) => variable.slice("--c-".length))
  return Object.fromEntries(names.map((name) => [name, `var(--c-${name})`]))
}
