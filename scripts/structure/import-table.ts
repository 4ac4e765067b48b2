import { isLower, isWord, partOf, type Word } from "@/scripts/structure/nouns"
import type { Source } from "@/scripts/structure/source"
import { type Complaint, isTest, type Rule, targetOf } from "@/scripts/structure/tree"

/** Files of the first pattern may import values from targets of the others. The first pattern that fits a file counts. */
type Row = readonly [from: RegExp, ...to: readonly RegExp[]]

const core = /^lib\/[^/]+$/
const generated = /^prisma\/generated\//
const asset = /\.(css|json)$/
/** What runs in the browser as well as on the server. */
const shared = /^lib\/(list-params|page|time|format|progress|permissions)$/

const table: readonly Row[] = [
  [/^app\/api\/.*\/route\.ts$/, /^lib\/[^/]+\/(.+\/)?(commands|queries|schema)$/, core],
  // The customer's page is no page of the console: a route that writes its document itself.
  [/^app\/repair\/.*\/route\.ts$/, /^components\/repair\//, /^lib\/[^/]+\/(.+\/)?(commands|queries|schema)$/, core],
  [/^app\//, /^components\//, /^lib\/[^/]+\/(.+\/)?(queries|schema)$/, /^lib\/(request|i18n)$/, shared, asset],
  [/^components\/ui\//, /^components\/ui\//, /^lib\/(time|format)$/],
  [/^components\/(shell|data-table|charts)\//, /^components\/(ui|shell|data-table|charts)\//, shared],
  [
    /^components\//,
    /^components\/(ui|shell|data-table|charts)\//,
    /^components\/.*-badge$/,
    /^lib\/[^/]+\/(.+\/)?(schema|rules|actions)$/,
    shared,
  ],
  [/^lib\/belvo\//, /^lib\/belvo\//, /^lib\/(errors|log)$/],
  [/^lib\/jobs\/registry\.ts$/, /^lib\/[^/]+\/(.+\/)?jobs$/, /^lib\/jobs\//, core],
  [/^lib\/jobs\//, /^lib\/jobs\/(?!registry)/, core],
  [/^lib\/[^/]+\.tsx?$/, core, generated],
  [/^simulator\//, /^simulator\//],
  [/^instrumentation-node\.ts$/, core, /^lib\/jobs\/registry$/, /^lib\/settings\/commands$/],
  [/^(proxy|instrumentation)\.ts$/, core, /^instrumentation-node$/],
]

/** Of the own noun, of lower nouns, and of the rest of `lib`. */
const words: Record<Word, { own: readonly Word[]; lower: readonly Word[]; rest: readonly RegExp[] }> = {
  schema: { own: ["schema"], lower: ["schema"], rest: [/^lib\/belvo\/(schema|patterns)$/, shared] },
  rules: {
    own: ["schema", "rules"],
    lower: ["schema", "rules"],
    rest: [/^lib\/belvo\/(schema|patterns)$/, /^lib\/audit-chain$/, shared],
  },
  queries: {
    own: ["schema", "rules", "queries"],
    lower: ["schema", "rules", "queries"],
    rest: [/^lib\/belvo\/(schema|patterns)$/, core, generated],
  },
  commands: {
    // A command enqueues jobs of a sub-concern, which run commands of theirs; that they never meet in a circle, circles.ts sees to.
    own: ["schema", "rules", "queries", "commands", "jobs"],
    lower: ["schema", "rules", "queries", "commands"],
    rest: [/^lib\/belvo\//, /^lib\/jobs\/(?!registry)/, core, generated],
  },
  actions: { own: ["schema", "queries", "commands"], lower: [], rest: [/^lib\/action$/] },
  jobs: { own: ["schema", "commands"], lower: [], rest: [/^lib\/jobs\/(?!registry)/] },
}

export const importTable: Rule = (tree) =>
  [...tree.values()].filter((source) => !isTest(source.path)).flatMap((source) => complaintsOf(source))

function complaintsOf(source: Source): Complaint[] {
  return source.imports.flatMap((one) => {
    const target = targetOf(source, one)
    if (target === null || mayImport(source.path, target, one.typeOnly)) return []
    const what = one.typeOnly ? "types" : "values"
    return [{ path: source.path, text: `may not import ${what} from ${target}` }]
  })
}

function mayImport(path: string, target: string, typeOnly: boolean): boolean {
  const part = partOf(path)
  if (part) return mayImportIntoNoun(part, target, typeOnly)
  const row = table.find(([from]) => from.test(path))
  if (!row) return true
  if (typeOnly) return mayImportTypes(path, target)
  return ofSameNoun(path, target) || row.slice(1).some((to) => to.test(target))
}

function ofSameNoun(path: string, target: string): boolean {
  const [, noun] = /^components\/([^/]+)\//.exec(path) ?? []
  return noun !== undefined && target.startsWith(`components/${noun}/`)
}

function mayImportIntoNoun({ noun, word }: { noun: string; word: string }, target: string, typeOnly: boolean): boolean {
  const allowed = isWord(word) ? words[word] : undefined
  const found = partOf(target)
  if (!found)
    return typeOnly ? /^(lib|prisma\/generated)\//.test(target) : (allowed?.rest ?? []).some((to) => to.test(target))
  const inReach = found.noun === noun || isLower(found.noun, noun)
  if (typeOnly || !allowed) return inReach
  const from = found.noun === noun ? allowed.own : allowed.lower
  return inReach && from.some((one) => one === found.word)
}

/** Types may come from anywhere below. */
function mayImportTypes(path: string, target: string): boolean {
  if (path.startsWith("simulator/")) return target.startsWith("simulator/") || target === "lib/belvo/schema"
  if (path.startsWith("lib/belvo/")) return /^lib\/belvo\/|^lib\/[^/]+$/.test(target)
  if (path.startsWith("lib/")) return /^lib\/(belvo\/|jobs\/|[^/]+$)|^prisma\/generated\//.test(target)
  if (path.startsWith("components/ui/")) return target.startsWith("components/ui/")
  if (path.startsWith("components/")) return /^(components|lib)\//.test(target)
  return /^(app|components|lib)\//.test(target)
}
