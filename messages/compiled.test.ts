import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser"
import compile from "icu-minify/compile"
import { isValidElement, type ReactNode } from "react"
import { _createCache, _createIntlFormatters } from "use-intl/core"
import formatWritten from "use-intl/format-message"
import formatCompiled from "use-intl/format-message/format-only"
import { describe, expect, it } from "vitest"
import { locales, tags } from "@/lib/format"
import { loadMessages } from "@/lib/i18n"

/** The application is built with compiled sentences; everything else reads them as they are written. */
describe.each(locales)("the compiled %s catalogue", (locale) => {
  const cache = _createCache()
  const options = { cache, formatters: _createIntlFormatters(cache), locale: tags[locale], timeZone: "UTC" }

  it("says what the written one says, whatever the values", async () => {
    const differing: string[] = []
    for (const [key, text] of flatten(await loadMessages(locale))) {
      for (const values of valuesFor(text)) {
        const written = shape(formatWritten(key, text, values, options))
        const compiled = shape(formatCompiled(key, compile(text), values, options))
        if (written !== compiled) differing.push(`${key}: ${written} | ${compiled}`)
      }
    }
    expect(differing).toEqual([])
  })
})

type Tree = { [key: string]: string | Tree }
type Values = Record<string, string | number | Date | ((chunks: ReactNode) => ReactNode)>

function flatten(tree: Tree, prefix = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[`${prefix}${key}`, value]] : flatten(value, `${prefix}${key}.`),
  )
}

const numbers = [0, 1, 2, 0.125, 5, 21, 1_234_567]

/** Every option of every choice occurs, and numbers of every plural form. */
function valuesFor(text: string): Values[] {
  const kinds = new Map<string, readonly Values[string][]>()
  visit(parse(text), kinds)
  const most = Math.max(1, ...[...kinds.values()].map(({ length }) => length))
  return Array.from({ length: most }, (_, turn) =>
    Object.fromEntries([...kinds].map(([name, choices]) => [name, choices[turn % choices.length] ?? ""])),
  )
}

function visit(elements: readonly MessageFormatElement[], kinds: Map<string, readonly Values[string][]>): void {
  for (const element of elements) {
    const choices = choicesOf(element)
    if (choices && "value" in element) kinds.set(element.value, choices)
    if ("children" in element) visit(element.children, kinds)
    if ("options" in element) for (const option of Object.values(element.options)) visit(option.value, kinds)
  }
}

function choicesOf(element: MessageFormatElement): readonly Values[string][] | null {
  if (element.type === TYPE.argument) return ["somebody"]
  if (element.type === TYPE.number || element.type === TYPE.plural) return numbers
  if (element.type === TYPE.date || element.type === TYPE.time) return [new Date(0)]
  if (element.type === TYPE.select) return [...Object.keys(element.options), "no such"]
  if (element.type === TYPE.tag) return [(chunks) => ["<", chunks, ">"]]
  return null
}

function shape(node: ReactNode): string {
  if (isValidElement(node)) throw new Error("No element was given")
  return Array.isArray(node) ? node.map(shape).join("") : String(node)
}
