import { basename } from "node:path/posix"
import { infrastructure, isWord, nouns, partOf } from "@/scripts/structure/nouns"
import { type Complaint, isTest, type Rule } from "@/scripts/structure/tree"

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)+$/
const routeFile =
  /^(page|layout|template|default|loading|error|global-error|not-found|unauthorized|forbidden|route|icon|manifest|robots)\.tsx?$/

export const fileNames: Rule = (tree) =>
  [...tree.keys()].flatMap((path) => complaintsOf(path).map((text): Complaint => ({ path, text })))

function complaintsOf(path: string): string[] {
  const found: string[] = []
  const name = basename(path)
  if (!kebab.test(name)) found.push("is not in kebab-case")
  if (/^(index|helpers?|utils?)\.tsx?$/.test(name)) found.push("has a name that says nothing")
  if (path.startsWith("app/") && !isTest(path) && !routeFile.test(name))
    found.push("is no file of Next.js: app holds routes only")
  return [...found, ...complaintsOfNoun(path)]
}

function complaintsOfNoun(path: string): string[] {
  const part = partOf(path)
  if (!part) return []
  const { noun, word } = part
  if (!nouns.includes(noun))
    return [`lib/${noun} is in no place among the nouns (${[...nouns, ...infrastructure].join(", ")})`]
  if (isTest(path) || path.includes("/fixtures/") || isWord(word)) return []
  return [`is none of schema, rules, queries, commands, actions, jobs`]
}
