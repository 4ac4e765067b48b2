import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

export type Source = { path: string; text: string }

/** What one call of a translator may mean: a key, or a pattern of keys where it is put together. */
export type Use = { path: string; key: string | null; pattern: RegExp; namespaces: readonly string[] }

const root = join(import.meta.dirname, "..")

export function readSources(folders: readonly string[]): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
      .map((name) => ({ path: `${folder}/${name}`, text: readFileSync(join(root, folder, name), "utf8") })),
  )
}

const binding =
  /const (\w+) = (?:await )?(?:use|get)Translations\((?:"([\w.-]+)"|\{[^}]*?namespace: "([\w.-]+)"[^}]*\})\)/g

const atOnce = /\(await getTranslations\("([\w.-]+)"\)\)(?:\.\w+)?\(/g

/** Every call `t("…")`, `t.rich("…")` of every translator that a file binds, with the namespaces it may be bound to. */
export function findUses(source: Source): Use[] {
  const bound = new Map<string, Set<string>>()
  for (const [, name = "", plain, named] of source.text.matchAll(binding)) {
    bound.set(name, (bound.get(name) ?? new Set()).add(plain ?? named ?? ""))
  }
  const calls = [...bound].flatMap(([name, namespaces]) => {
    const called = new RegExp(`(?<![\\w.])${name}(?:\\.(?:rich|markup|raw|has))?\\(`, "g")
    return [...source.text.matchAll(called)].map((match) => ({ match, namespaces: [...namespaces] }))
  })
  const direct = [...source.text.matchAll(atOnce)].map((match) => ({ match, namespaces: [match[1] ?? ""] }))
  return [...calls, ...direct].flatMap(({ match, namespaces }) => {
    const argument = firstArgument(source.text, match.index + match[0].length)
    return toPatterns(argument).map((one) => ({ path: source.path, namespaces, ...one }))
  })
}

/** Translators bound in a way that `findUses` can't read would escape the test: there may be none. */
export function countUnread(source: Source): number {
  const all = source.text.match(/(?:use|get)Translations\(/g)?.length ?? 0
  return all - [...source.text.matchAll(binding), ...source.text.matchAll(atOnce)].length
}

/** Keys of errors are named where they are thrown: `conflict("key")`, `new AppError("CODE", "key")`. */
export function findErrorKeys(source: Source): Use[] {
  const thrown =
    /(?:(?:conflict|invalid|notFound)\(\s*|new AppError\(\s*"\w+",\s*|super\(\s*\w+,\s*)("[\w.]+"|`[^`]+`)/g
  return [...source.text.matchAll(thrown)].flatMap(([, argument = ""]) =>
    toPatterns(argument).map((one) => ({ path: source.path, namespaces: ["errors"], ...one })),
  )
}

function firstArgument(text: string, from: number): string {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    const char = text[at]
    if (char === "(" || char === "{" || char === "[") depth++
    if (depth === 0 && (char === "," || char === ")")) return text.slice(from, at).trim()
    if (char === ")" || char === "}" || char === "]") depth--
  }
  return ""
}

/** A literal is a key; a template matches what its holes may hold; anything else may be each literal that it names. */
function toPatterns(argument: string): Pick<Use, "key" | "pattern">[] {
  const literal = /^"([^"]*)"$/.exec(argument)?.[1]
  if (literal !== undefined) return [{ key: literal, pattern: exactly(literal) }]
  const template = /^`([^`]*)`$/.exec(argument)?.[1]
  if (template !== undefined) return [{ key: null, pattern: fromTemplate(template) }]
  const named = [...argument.matchAll(/"([^"]*)"/g)].map(([, key = ""]) => ({ key, pattern: exactly(key) }))
  return named.length > 0 ? named : [{ key: null, pattern: /^[^.]+$/ }]
}

function exactly(key: string): RegExp {
  return new RegExp(`^${quote(key)}$`)
}

function fromTemplate(template: string): RegExp {
  const parts = template.split(/\$\{[^}]*\}/).map((part) => quote(part))
  return new RegExp(`^${parts.join("[^.]+")}$`)
}

function quote(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
}
