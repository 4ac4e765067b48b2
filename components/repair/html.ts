/** Markup that needs no more escaping. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = string | number | Html | null | false | readonly Html[]

/** A template whose values are escaped, unless they are markup themselves. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
  return new Html(strings.reduce((text, piece, index) => text + toText(values[index - 1] ?? null) + piece))
}

/** JSON for a data block: nothing in it can end the block. */
export const json = (value: unknown): Html => new Html(JSON.stringify(value).replaceAll("<", "\\u003c"))

function toText(value: Part): string {
  if (value === null || value === false) return ""
  if (value instanceof Html) return value.text
  if (typeof value === "string" || typeof value === "number") return escapeText(String(value))
  return value.map((one) => one.text).join("")
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }

const escapeText = (text: string): string => text.replace(/[&<>"']/g, (letter) => entities[letter] ?? letter)
