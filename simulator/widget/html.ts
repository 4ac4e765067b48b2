/** Markup that needs no more escaping. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = string | number | Html | null | readonly Html[]

/** A template whose values are escaped, unless they are markup themselves. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
  return new Html(strings.reduce((text, piece, index) => text + render(values[index - 1] ?? null) + piece))
}

function render(value: Part): string {
  if (value === null) return ""
  if (value instanceof Html) return value.text
  if (typeof value === "string" || typeof value === "number") return escapeText(String(value))
  return value.map((one) => one.text).join("")
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }

const escapeText = (text: string): string => text.replace(/[&<>"']/g, (letter) => entities[letter] ?? letter)
