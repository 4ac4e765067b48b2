import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser"
import { describe, expect, it } from "vitest"
import { locales } from "@/lib/format"
import { loadMessages } from "@/lib/i18n"
import { countUnread, findErrorKeys, findUses, readSources, type Use } from "@/test/message-use"

type Tree = { [key: string]: string | Tree }

const catalogues = Object.fromEntries(
  await Promise.all(locales.map(async (locale) => [locale, flatten(await loadMessages(locale))] as const)),
)
const english = catalogues.en ?? new Map<string, string>()
const keys = [...english.keys()]
const sources = readSources(["app", "components", "lib"])
const uses = sources.flatMap((source) => [...findUses(source), ...findErrorKeys(source)])
const literals = new Set(
  sources.flatMap(({ text }) => Array.from(text.matchAll(/"([\w.]+)"/g), ([, literal]) => literal)),
)
const words = new Set(sources.flatMap(({ text }) => text.match(/[\w-]+/g) ?? []))

describe.each(locales.filter((locale) => locale !== "en"))("the %s catalogue", (locale) => {
  const other = catalogues[locale] ?? new Map<string, string>()

  it("says what the English one says, and no more", () => {
    expect([...other.keys()].sort()).toEqual([...keys].sort())
  })

  it("takes the same arguments", () => {
    const differing = keys.filter((key) => argumentsOf(other.get(key) ?? "") !== argumentsOf(english.get(key) ?? ""))
    expect(differing).toEqual([])
  })

  it("leaves nothing empty", () => {
    expect([...other].filter(([, text]) => text.trim() === "").map(([key]) => key)).toEqual([])
  })
})

describe("the sources", () => {
  it("bind their translators in a way that this test can read", () => {
    expect(sources.filter((source) => countUnread(source) > 0).map(({ path }) => path)).toEqual([])
  })

  it("use no key that the catalogues lack", () => {
    const missing = uses.filter((use) => !keys.some((key) => isMeant(use, key)))
    expect(
      missing.map(({ path, namespaces, key, pattern }) => `${path}: ${namespaces.join("|")} ${key ?? pattern}`),
    ).toEqual([])
  })

  it("use every key of the catalogues", () => {
    expect(keys.filter((key) => !isNamedError(key) && !uses.some((use) => isUsed(use, key)))).toEqual([])
  })
})

function isMeant({ namespaces, pattern }: Use, key: string): boolean {
  return namespaces.some(
    (namespace) => key.startsWith(`${namespace}.`) && pattern.test(key.slice(namespace.length + 1)),
  )
}

/** Where a key is put together, its pieces must at least be words of the sources: `nav.overview` needs an "overview". */
function isUsed(use: Use, key: string): boolean {
  if (!isMeant(use, key)) return false
  return use.key !== null || words.has(key.split(".").at(-1) ?? "")
}

/** Tables of refusals name sentences before anybody throws them. */
function isNamedError(key: string): boolean {
  return key.startsWith("errors.") && literals.has(key.slice("errors.".length))
}

function flatten(tree: Tree, prefix = ""): Map<string, string> {
  const entries = Object.entries(tree).flatMap(([name, value]): [string, string][] =>
    typeof value === "string" ? [[`${prefix}${name}`, value]] : [...flatten(value, `${prefix}${name}.`)],
  )
  return new Map(entries)
}

/** Names of arguments and tags, sorted; throws where the message is no ICU message. */
function argumentsOf(message: string): string {
  return [...new Set(namesIn(parse(message)))].sort().join(" ")
}

function namesIn(elements: readonly MessageFormatElement[]): string[] {
  return elements.flatMap((element) => {
    if (element.type === TYPE.literal || element.type === TYPE.pound) return []
    if (element.type === TYPE.tag) return [`<${element.value}>`, ...namesIn(element.children)]
    if (element.type === TYPE.plural || element.type === TYPE.select) {
      return [element.value, ...Object.values(element.options).flatMap((option) => namesIn(option.value))]
    }
    return [element.value]
  })
}
