import { isWord, partOf, type Word } from "@/scripts/structure/nouns"
import type { Source } from "@/scripts/structure/source"
import { type Complaint, isTest, type Rule } from "@/scripts/structure/tree"

const web = /^(next|next-auth|next-intl|react|react-dom)(\/|$)/
const io = /^(node:|pg$|pg-|@prisma\/)/

const forbiddenPackages: Partial<Record<Word, readonly RegExp[]>> = {
  schema: [web, io],
  rules: [web, io],
  queries: [web],
  commands: [web],
  jobs: [web],
}

/** Rules take the time; only "web" files know the web; `lib` runs in workers and tests, where "server-only" throws. */
export const purity: Rule = (tree) =>
  [...tree.values()]
    .filter((source) => source.path.startsWith("lib/") && !isTest(source.path))
    .flatMap((source) => [...packagesOf(source), ...clockOf(source)])

function packagesOf(source: Source): Complaint[] {
  const { word = "" } = partOf(source.path) ?? {}
  const forbidden = [/^server-only$/, ...((isWord(word) && forbiddenPackages[word]) || [])]
  const found = source.imports.filter(({ from, typeOnly }) => !typeOnly && forbidden.some((one) => one.test(from)))
  return found.map(({ from }) => ({ path: source.path, text: `may not import ${from}` }))
}

function clockOf({ path, text }: Source): Complaint[] {
  const [found] = /Date\.now\(\)|new Date\(\)|Math\.random\(\)|performance\.now\(\)/.exec(text) ?? []
  return partOf(path)?.word === "rules" && found ? [{ path, text: `decides by ${found}: take \`now\`` }] : []
}
